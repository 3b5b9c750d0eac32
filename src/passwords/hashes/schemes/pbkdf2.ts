import { pbkdf2Sync } from 'node:crypto';
import { isSame } from '../digests.js';
import { fromAdaptedBase64, fromHex, wholeNumber } from '../encodings.js';
import type { HashScheme, StoredDigest } from '../hash-scheme.js';

/** Milliseconds of one iteration with SHA-1, with SHA-256, with SHA-512. */
const PER_ITERATION = { sha1: 0.0004, sha256: 0.0005, sha512: 0.0008 } as const;
type Hash = keyof typeof PER_ITERATION;

function verifier(
  hash: Hash,
  iterations: number,
  salt: string | Buffer,
  key: Buffer,
): StoredDigest {
  return {
    cost: { milliseconds: 0.01 + iterations * PER_ITERATION[hash], mebibytes: 0 },
    verify: (password) => isSame(pbkdf2Sync(password, salt, iterations, key.length, hash), key),
  };
}

/** OpenLDAP's pw-pbkdf2: `iterations$salt$key` in adapted base64. */
function openLdap(name: string, labels: readonly string[], hash: Hash): HashScheme {
  return {
    name,
    labels,
    grade: 'strong',
    identify(body, isLabelled) {
      const [count, saltText, keyText, ...more] = body.split('$');
      const iterations = wholeNumber(count);
      const salt = fromAdaptedBase64(saltText ?? '');
      const key = fromAdaptedBase64(keyText ?? '');
      if (!isLabelled || !iterations || !salt || !key?.length || more.length > 0) return undefined;
      return verifier(hash, iterations, salt, key);
    },
  };
}

export const pbkdf2LdapSha1 = openLdap('PBKDF2-SHA1', ['PBKDF2', 'PBKDF2-SHA1'], 'sha1');
export const pbkdf2LdapSha256 = openLdap('PBKDF2-SHA256', ['PBKDF2-SHA256'], 'sha256');
export const pbkdf2LdapSha512 = openLdap('PBKDF2-SHA512', ['PBKDF2-SHA512'], 'sha512');

const DOVECOT = /^\$1\$([^$]{1,64})\$(\d{1,10})\$([0-9a-f]{40})$/;

/** Dovecot's `{PBKDF2}`: `$1$salt$rounds$hex`, the salt taken as text, SHA-1, 20 bytes. */
export const pbkdf2Dovecot: HashScheme = {
  name: 'PBKDF2',
  labels: ['PBKDF2'],
  grade: 'strong',
  identify(body) {
    const [, salt = '', count, keyText = ''] = DOVECOT.exec(body) ?? [];
    const iterations = wholeNumber(count);
    const key = fromHex(keyText);
    return iterations && key ? verifier('sha1', iterations, salt, key) : undefined;
  },
};
