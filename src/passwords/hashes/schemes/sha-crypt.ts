import {
  SHA_CRYPT_DEFAULT_ROUNDS,
  shaCrypt,
  type ShaCryptHash,
} from '../../domain/crypt/sha-crypt.js';
import { digestOf } from '../digests.js';
import { wholeNumber } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

const FEWEST_ROUNDS = 1_000;
const MOST_ROUNDS = 999_999_999;

function shaCryptScheme(
  name: string,
  mark: string,
  millisecondsPerRound: number,
  hash: ShaCryptHash,
): HashScheme {
  const digits = hash.bytes === 64 ? 86 : 43;
  const pattern = new RegExp(
    `^[$]${mark}[$](?:rounds=(\\d{1,10})[$])?([^$]{0,16})[$]([./0-9A-Za-z]{${digits}})$`,
  );
  return {
    name,
    labels: [name, 'CRYPT'],
    grade: 'dated',
    identify(body) {
      const [whole, given, salt = '', digest = ''] = pattern.exec(body) ?? [];
      if (whole === undefined) return undefined;
      const rounds = clamped(wholeNumber(given) ?? SHA_CRYPT_DEFAULT_ROUNDS);
      return {
        cost: { milliseconds: rounds * millisecondsPerRound, mebibytes: 0 },
        verify: (password) => shaCrypt(hash, password, salt, rounds) === digest,
      };
    },
  };
}

/** The specification takes a number out of bounds for the nearest one within. */
function clamped(rounds: number): number {
  return Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, rounds));
}

/** `$5$`, 5,000 rounds unless it says otherwise. */
export const sha256Crypt = shaCryptScheme('SHA256-CRYPT', '5', 0.0015, {
  bytes: 32,
  digest: (...parts) => digestOf('sha256', ...parts),
});
/** `$6$`, 5,000 rounds unless it says otherwise. */
export const sha512Crypt = shaCryptScheme('SHA512-CRYPT', '6', 0.002, {
  bytes: 64,
  digest: (...parts) => digestOf('sha512', ...parts),
});
