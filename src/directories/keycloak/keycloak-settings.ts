import { z } from 'zod';

/** A name that is one piece of a URL's path. */
const PathPiece = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/?#\0]+$/, 'must hold no slash, question mark or number sign');

/** Settings of a directory in a realm of Keycloak, over its Admin REST API. */
export const KeycloakSettingsSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((text) => {
        const { username, password, search, hash } = new URL(text);
        return `${username}${password}${search}${hash}` === '';
      }, 'must hold no name, password, query or fragment')
      .describe(
        'Base URL of the server, such as https://sso.example.com; up to version 16 with /auth.',
      ),
    realm: PathPiece.describe('The realm whose accounts these are.'),
    clientRealm: PathPiece.nullish().describe('The realm of the client; `realm` unless it is set.'),
    clientId: z.string().min(1).max(255).describe('A confidential client with a service account.'),
    clientSecret: z.string().min(1).max(4_000).describe("The client's secret, write-only."),
    caCertificate: z
      .string()
      .max(100_000)
      .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be PEM text')
      .nullish()
      .describe("PEM text of the certificate authority that signed the server's certificate."),
    loginAttribute: z
      .enum(['username', 'email'])
      .default('username')
      .describe('What accounts sign in with.'),
    aliasAttribute: z
      .string()
      .min(1)
      .max(255)
      .nullish()
      .describe('Attribute that holds further mail addresses.'),
    unitAttribute: z
      .string()
      .min(1)
      .max(255)
      .nullish()
      .describe('Attribute that holds the unit, such as department.'),
    groups: z
      .boolean()
      .default(true)
      .describe(
        'Whether groups are read: one more request for each account of a list. Guard rails that name groups need them.',
      ),
    pageSize: z.int().min(1).max(1_000).default(100).describe('Most accounts asked for at once.'),
  })
  .meta({ id: 'KeycloakDirectorySettings' });

/** Settings of a Keycloak directory, defaults filled in. */
export type KeycloakSettings = z.output<typeof KeycloakSettingsSchema>;
