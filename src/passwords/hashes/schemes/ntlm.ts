import { hexMd4Of } from '../digests.js';
import { fromHex } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

const MD4_BYTES = 16;
const COST = { milliseconds: 0.002, mebibytes: 0 };

/** Windows' password hash in hexadecimal: MD4 of UTF-16LE. */
export function ntHash(password: string): string {
  return hexMd4Of(password, 'utf16le');
}

function md4Scheme(
  name: string,
  labels: readonly string[],
  digest: (password: string) => string,
): HashScheme {
  return {
    name,
    labels,
    grade: 'weak',
    digest,
    identify(body, isLabelled) {
      const text = body.replace(/^\$3\$\$|^\$NT\$/, '');
      const isMarked = text !== body;
      const bytes = isLabelled || isMarked ? fromHex(text) : undefined;
      if (bytes?.length !== MD4_BYTES) return undefined;
      const stored = bytes.toString('hex');
      return { cost: COST, verify: (password) => digest(password) === stored, unsalted: stored };
    },
  };
}

/** No salt and one pass of a fast hash: millions of guesses a second, for all accounts at once. */
export const ntlm = md4Scheme('NT', ['NT', 'NTLM', 'NTHASH', 'CRYPT'], ntHash);

/** Dovecot's `{PLAIN-MD4}`. */
export const plainMd4 = md4Scheme('PLAIN-MD4', ['PLAIN-MD4'], (password) =>
  hexMd4Of(password, 'utf8'),
);
