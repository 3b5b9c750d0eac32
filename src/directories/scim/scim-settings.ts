import { z } from 'zod';

/** Settings of a directory behind SCIM 2.0 (RFC 7643, RFC 7644). */
export const ScimSettingsSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((text) => {
        const { username, password, search, hash } = new URL(text);
        return `${username}${password}${search}${hash}` === '';
      }, 'must hold no name, password, query or fragment')
      .describe('Base URL of the service, such as https://id.example.com/scim/v2.'),
    token: z.string().min(1).max(4_000).describe('Bearer token, write-only.'),
    caCertificate: z
      .string()
      .max(100_000)
      .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be PEM text')
      .nullish()
      .describe("PEM text of the certificate authority that signed the server's certificate."),
    pageSize: z.int().min(1).max(1_000).default(200).describe('Most accounts asked for at once.'),
  })
  .meta({ id: 'ScimDirectorySettings' });

/** Settings of a SCIM directory, defaults filled in. */
export type ScimSettings = z.output<typeof ScimSettingsSchema>;
