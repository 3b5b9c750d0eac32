import { DIGEST_BYTES, type DigestName, hexDigestOf } from '../digests.js';
import { fromHexOrBase64 } from '../encodings.js';
import type { HashScheme, SchemeGrade } from '../hash-scheme.js';

interface Unsalted {
  readonly name: string;
  readonly labels: readonly string[];
  readonly hash: DigestName;
  readonly grade?: SchemeGrade;
}

/** A bare digest, base64 or hexadecimal: one table of guesses serves for all accounts. */
export function unsaltedScheme({ name, labels, hash, grade = 'weak' }: Unsalted): HashScheme {
  return {
    name,
    labels,
    grade,
    digest: (password) => hexDigestOf(hash, password),
    identify(body, isLabelled) {
      const stored = isLabelled
        ? fromHexOrBase64(body, DIGEST_BYTES[hash])?.toString('hex')
        : undefined;
      if (stored === undefined) return undefined;
      return {
        cost: { milliseconds: 0.002, mebibytes: 0 },
        verify: (password) => hexDigestOf(hash, password) === stored,
        unsalted: stored,
      };
    },
  };
}

export const sha1 = unsaltedScheme({ name: 'SHA', labels: ['SHA', 'SHA1'], hash: 'sha1' });
export const sha256 = unsaltedScheme({ name: 'SHA256', labels: ['SHA256'], hash: 'sha256' });
export const sha384 = unsaltedScheme({ name: 'SHA384', labels: ['SHA384'], hash: 'sha384' });
export const sha512 = unsaltedScheme({ name: 'SHA512', labels: ['SHA512'], hash: 'sha512' });
