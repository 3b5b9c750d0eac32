import { CRYPT_DIGITS } from '../../domain/crypt/crypt-base64.js';
import type { HashScheme } from '../hash-scheme.js';
import { systemCrypt } from '../system-crypt.js';

interface SystemScheme {
  readonly name: string;
  readonly grade: HashScheme['grade'];
  readonly pattern: RegExp;
  /** Milliseconds that one verification takes, from what the hash says. */
  readonly milliseconds: (match: RegExpExecArray) => number;
  /** Memory that it takes. */
  readonly mebibytes?: (match: RegExpExecArray) => number;
}

const ONE_DIGIT = 48;
const digit = (character: string | undefined) => CRYPT_DIGITS.indexOf(character ?? '.');

/** Schemes that nothing on npm verifies, but crypt(3) of the system does. */
const SYSTEM_SCHEMES: readonly SystemScheme[] = [
  {
    name: 'YESCRYPT',
    grade: 'strong',
    // Flags, log2 of N from 1 on, r: `j9T` is 4096 blocks of 32 · 128 bytes, 16 MiB.
    pattern:
      /^\$g?y\$([./0-9A-Za-z])([./0-9A-Za-z])([./0-9A-Za-z])[./0-9A-Za-z]{0,8}\$[./0-9A-Za-z]{1,86}\$[./0-9A-Za-z]{43}$/,
    mebibytes: yescryptMebibytes,
    milliseconds: (match) => 5 + 2 * yescryptMebibytes(match),
  },
  {
    name: 'SCRYPT',
    grade: 'strong',
    // log2 of N, then r as 30 bits, least significant six first.
    pattern:
      /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})[./0-9A-Za-z]{5}[^$]{1,64}\$[./0-9A-Za-z]{43}$/,
    mebibytes: scryptMebibytes,
    milliseconds: (match) => 2 + 4 * scryptMebibytes(match),
  },
  {
    name: 'BSDI-CRYPT',
    grade: 'weak',
    pattern: /^_([./0-9A-Za-z]{4})[./0-9A-Za-z]{4}[./0-9A-Za-z]{11}$/,
    milliseconds: ([, rounds = '']) => 0.05 + 0.0001 * littleEndian(rounds),
  },
  {
    name: 'SHA1-CRYPT',
    grade: 'dated',
    pattern: /^\$sha1\$(\d{1,10})\$[./0-9A-Za-z]{0,64}\$[./0-9A-Za-z]{28}$/,
    milliseconds: ([, rounds = '']) => 0.05 + 0.001 * Number(rounds),
  },
  {
    name: 'SUNMD5',
    grade: 'dated',
    pattern: /^\$md5(?:,rounds=(\d{1,10}))?\$[./0-9A-Za-z]{0,16}\$\$?[./0-9A-Za-z]{22}$/,
    milliseconds: ([, rounds = '0']) => 20 + 0.005 * Number(rounds),
  },
];

/** One verifier for each; where the system's crypt(3) doesn't know a scheme, it can only be named. */
export const systemSchemes: readonly HashScheme[] = SYSTEM_SCHEMES.map(
  ({ name, grade, pattern, milliseconds, mebibytes }) => ({
    name,
    labels: [name, 'CRYPT'],
    grade,
    identify(body) {
      const match = pattern.exec(body);
      if (!match) return undefined;
      return {
        cost: { milliseconds: milliseconds(match), mebibytes: mebibytes?.(match) ?? 0 },
        verify: (password: string) => systemCrypt().verify(password, body),
      };
    },
  }),
);

function yescryptMebibytes([, , logN, r]: RegExpExecArray): number {
  // Larger numbers take more than one digit; nobody writes them.
  if (digit(logN) >= ONE_DIGIT || digit(r) >= ONE_DIGIT) return Number.POSITIVE_INFINITY;
  return (2 ** (digit(logN) + 1) * (digit(r) + 1) * 128) / 2 ** 20;
}

function scryptMebibytes([, logN, r = '']: RegExpExecArray): number {
  return (2 ** digit(logN) * littleEndian(r) * 128) / 2 ** 20;
}

function littleEndian(digits: string): number {
  return [...digits].reduce((sum, character, at) => sum + digit(character) * 64 ** at, 0);
}
