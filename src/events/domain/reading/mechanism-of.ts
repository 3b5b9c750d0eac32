import type { Mechanism } from '../auth-event.js';

const MECHANISMS = new Map<string, Mechanism>([
  ['PLAIN', 'plain'],
  ['LOGIN', 'login'],
  ['CRAM-MD5', 'cram-md5'],
  ['DIGEST-MD5', 'digest-md5'],
  ['XOAUTH2', 'oauth'],
  ['XOAUTH', 'oauth'],
  ['OAUTHBEARER', 'oauth'],
  ['GSSAPI', 'gssapi'],
  ['GSS-SPNEGO', 'gssapi'],
  ['NTLM', 'ntlm'],
  ['EXTERNAL', 'external'],
  ['APOP', 'apop'],
  ['ANONYMOUS', 'anonymous'],
]);

/** The family of a SASL mechanism as servers log it (`PLAIN`, `scram-sha-256`, `XOAUTH2`). */
export function mechanismOf(name: string | undefined): Mechanism | undefined {
  if (name === undefined || name === '') return undefined;
  const known = MECHANISMS.get(name);
  if (known !== undefined) return known;
  const upper = name.slice(0, 40).toUpperCase();
  if (upper.startsWith('SCRAM-')) return 'scram';
  if (upper.startsWith('GS2-')) return 'gssapi';
  return MECHANISMS.get(upper) ?? 'other';
}

const NAMED: readonly (readonly [pattern: RegExp, mechanism: Mechanism])[] = [
  [/plain/, 'plain'],
  [/login/, 'login'],
  [/cram/, 'cram-md5'],
  [/scram/, 'scram'],
  [/oauth/, 'oauth'],
  [/gssapi|kerberos|krb5/, 'gssapi'],
  [/ntlm|spa/, 'ntlm'],
];

/**
 * The mechanism that a name of the operator's own choice speaks of, such as that of an authenticator
 * of Exim's; undefined where it speaks of none or of several.
 */
export function mechanismNamed(name: string): Mechanism | undefined {
  const lower = name.toLowerCase();
  const spoken = NAMED.filter(([pattern]) => pattern.test(lower));
  if (spoken.length === 2 && lower.includes('scram')) return 'scram';
  return spoken.length === 1 ? spoken[0]?.[1] : undefined;
}
