import type { HashScheme, StoredDigest } from './hash-scheme.js';
import { argon2 } from './schemes/argon2.js';
import { bcrypt } from './schemes/bcrypt.js';
import { cramMd5 } from './schemes/cram-md5.js';
import { desCrypt } from './schemes/des-crypt.js';
import { md5Crypt } from './schemes/md5-crypt.js';
import { md5 } from './schemes/md5.js';
import { ntlm, plainMd4 } from './schemes/ntlm.js';
import {
  pbkdf2Dovecot,
  pbkdf2LdapSha1,
  pbkdf2LdapSha256,
  pbkdf2LdapSha512,
} from './schemes/pbkdf2.js';
import { plain, plainTruncated } from './schemes/plain.js';
import { smd5, ssha, ssha256, ssha384, ssha512 } from './schemes/salted-sha.js';
import { scramSha1, scramSha256 } from './schemes/scram.js';
import { sha256Crypt, sha512Crypt } from './schemes/sha-crypt.js';
import { sha1, sha256, sha384, sha512 } from './schemes/sha.js';
import { systemSchemes } from './schemes/system-crypt.js';

/** Every scheme that is known. Where several share a label, the first whose body fits has it. */
export const HASH_SCHEMES: readonly HashScheme[] = [
  [sha1, sha256, sha384, sha512, ssha, ssha256, ssha384, ssha512],
  [md5, smd5, md5Crypt, desCrypt, sha256Crypt, sha512Crypt, bcrypt],
  systemSchemes,
  [argon2, pbkdf2Dovecot, pbkdf2LdapSha1, pbkdf2LdapSha256, pbkdf2LdapSha512],
  [scramSha1, scramSha256, cramMd5, ntlm, plainMd4, plainTruncated, plain],
].flat();

/** A stored password, understood as far as it can be. */
export type ReadHash =
  | { readonly kind: 'known'; readonly scheme: HashScheme; readonly digest: StoredDigest }
  /** A lock, a mark of "no password", or nothing. */
  | { readonly kind: 'none'; readonly isEmpty: boolean }
  | { readonly kind: 'unknown'; readonly label: string };

const LABELLED = /^\{([A-Za-z0-9_-]{1,32})(?:\.([A-Za-z0-9]{1,8}))?\}(.*)$/s;
const LONGEST = 8_192;
/** What shadow(5) puts before a hash, or in its place, to keep everybody out. */
const LOCKED = /^(?:[!*]+|x|NP|\*LK\*|LK)$/;

/**
 * Says which scheme a stored password has.
 *
 * @param stored as it is stored, with its `{LABEL}` if it has one
 * @param defaultLabel what a text without a label is, where the source knows: `CRYPT`, `NT`, `PLAIN`
 */
export function readHash(stored: string, defaultLabel?: string): ReadHash {
  const text = stored.replace(/^[!*]+(?=[$_./0-9A-Za-z{])/, '');
  if (text === '') return { kind: 'none', isEmpty: true };
  if (LOCKED.test(text)) return { kind: 'none', isEmpty: false };
  if (text.length > LONGEST) return { kind: 'unknown', label: 'too long' };

  const [, name, suffix, rest = ''] = LABELLED.exec(text) ?? [];
  const label = (name ?? defaultLabel)?.toUpperCase();
  const bodies = name === undefined ? [text] : bodiesOf(rest, suffix);
  const candidates = HASH_SCHEMES.filter(
    ({ labels }) => label === undefined || labels.includes(label),
  );
  for (const body of bodies)
    for (const scheme of candidates) {
      const digest = scheme.identify(body, label !== undefined);
      if (digest) return { kind: 'known', scheme, digest };
    }
  return { kind: 'unknown', label: label ?? markOf(text) };
}

/** Dovecot's `.b64` and `.hex`: what was encoded may be text, or bytes that schemes write in base64 or hexadecimal. */
function bodiesOf(body: string, suffix: string | undefined): readonly string[] {
  const encoding = suffix?.toUpperCase();
  if (encoding === undefined) return [body];
  const bytes = Buffer.from(body, encoding === 'HEX' ? 'hex' : 'base64');
  return [bytes.toString('utf8'), bytes.toString('base64'), bytes.toString('hex')];
}

/** `$name$` of a modular crypt text: says nothing about the password. */
function markOf(text: string): string {
  return /^\$[a-z0-9-]{1,16}\$/i.exec(text)?.[0] ?? 'unlabelled';
}
