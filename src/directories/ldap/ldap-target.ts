import type { ConnectionOptions } from 'node:tls';
import { z } from 'zod';

/** How an LDAP server is reached, and as whom. */
export interface LdapTarget {
  /** `ldap://` or `ldaps://`. */
  readonly url: string;
  readonly startTls: boolean;
  /** PEM text; the system's authorities without. */
  readonly caCertificate: string | undefined;
  readonly bindDn: string;
  readonly bindPassword: string;
}

/** An LDAP server's URL without anything but scheme, host and port. */
export const LdapUrl = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** Settings that every LDAP directory has. */
export const LDAP_SETTINGS = {
  startTls: z
    .boolean()
    .default(false)
    .describe('Whether an ldap:// connection is encrypted by StartTLS before anything else.'),
  caCertificate: z
    .string()
    .max(100_000)
    .regex(/^\s*-----BEGIN CERTIFICATE-----/, 'must be PEM text')
    .nullish()
    .describe("PEM text of the certificate authority that signed the server's certificate."),
  bindDn: z.string().min(1).max(1_000).describe('DN (or name) of the service account.'),
  bindPassword: z.string().min(1).max(500).describe('Password of the service account, write-only.'),
  baseDn: z.string().min(1).max(1_000).describe('Where the accounts are.'),
  pageSize: z.int().min(1).max(1_000).default(500).describe('Most entries asked for at once.'),
};

/** TLS options for a target's host. A new object each time: the library writes into it. */
export function tlsOptions({ url, caCertificate }: LdapTarget): ConnectionOptions {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, ...(caCertificate === undefined ? {} : { ca: caCertificate }) };
}

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as ldaps://ldap.example.com';
  const { protocol, hostname, username, password, pathname, search } = new URL(text);
  if (protocol !== 'ldap:' && protocol !== 'ldaps:') return 'must begin with ldap:// or ldaps://';
  if (hostname === '') return 'must name a host';
  if (username || password)
    return 'must not hold a name or a password: they have fields of their own';
  if (pathname.length > 1 || search) return 'must end with host and port';
  return undefined;
}
