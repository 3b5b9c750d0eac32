import { DIGEST_BYTES, type DigestName, saltedDigestOf } from '../digests.js';
import { fromBase64, fromHex } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

const LONGEST_SALT = 256;

/** base64 (or Dovecot's hexadecimal) of H(password ‖ salt) ‖ salt, the salt of any length. */
export function saltedScheme(name: string, hash: DigestName): HashScheme {
  const digestBytes = DIGEST_BYTES[hash];
  return {
    name,
    labels: [name],
    grade: 'weak',
    identify(body, isLabelled) {
      const bytes = isLabelled ? decoded(body, digestBytes) : undefined;
      if (!bytes) return undefined;
      const digest = bytes.subarray(0, digestBytes).toString('latin1');
      const salt = bytes.subarray(digestBytes);
      return {
        cost: { milliseconds: 0.001, mebibytes: 0 },
        // Nobody can time one guess among thousands.
        verify: (password) => saltedDigestOf(hash, password, salt) === digest,
      };
    },
  };
}

function decoded(body: string, digestBytes: number): Buffer | undefined {
  // Hexadecimal is base64's alphabet, too; only its length tells.
  const hex = body.length > 2 * digestBytes ? fromHex(body) : undefined;
  const bytes = hex ?? fromBase64(body);
  const fits = bytes && bytes.length > digestBytes && bytes.length <= digestBytes + LONGEST_SALT;
  return fits ? bytes : undefined;
}

export const ssha = saltedScheme('SSHA', 'sha1');
export const ssha256 = saltedScheme('SSHA256', 'sha256');
export const ssha384 = saltedScheme('SSHA384', 'sha384');
export const ssha512 = saltedScheme('SSHA512', 'sha512');
export const smd5 = saltedScheme('SMD5', 'md5');
