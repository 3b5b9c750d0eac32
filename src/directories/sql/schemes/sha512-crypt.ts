import { createHash } from 'node:crypto';
import { cryptDigits, cryptSalt, type PasswordScheme } from './password-scheme.js';

const ROUNDS = 5_000;

/** `{SHA512-CRYPT}`: `$6$salt$hash`, 5,000 rounds, which is crypt(3)'s default and needs no mention. */
export const sha512Crypt: PasswordScheme = {
  name: 'SHA512-CRYPT',

  encode(password, seed) {
    const salt = cryptSalt(seed);
    return Promise.resolve(`$6$${salt}$${sha512CryptDigest(password, salt)}`);
  },

  isSeededBy(body, seed) {
    return body.startsWith(`$6$${cryptSalt(seed)}$`);
  },
};

/**
 * The 86 characters after the salt, at 5,000 rounds (Ulrich Drepper, "Unix crypt using SHA-256 and
 * SHA-512", https://www.akkadia.org/drepper/SHA-crypt.txt; step numbers are its).
 *
 * @param saltText at most 16 characters
 */
export function sha512CryptDigest(passwordText: string, saltText: string): string {
  const password = Buffer.from(passwordText, 'utf8');
  const salt = Buffer.from(saltText, 'latin1');

  // Steps 4 to 8.
  const alternate = sha512(password, salt, password);
  // Steps 1 to 3 and 9 to 12.
  const parts = [password, salt, filled(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push(bits & 1 ? alternate : password);
  let digest = sha512(...parts);

  // Steps 13 to 20.
  const p = filled(sha512(...Array.from(password, () => password)), password.length);
  const saltRepeats = 16 + (digest[0] ?? 0);
  const s = filled(sha512(...Array.from({ length: saltRepeats }, () => salt)), salt.length);

  // Step 21.
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const middle: Buffer[] = [];
    if (round % 3 !== 0) middle.push(s);
    if (round % 7 !== 0) middle.push(p);
    digest = sha512(odd ? p : digest, ...middle, odd ? digest : p);
  }
  return encoded(digest);
}

/** Step 22: bytes 0, 21, 42, then each of the three one further and in turn, and the last byte alone. */
function encoded(digest: Buffer): string {
  let text = '';
  for (let group = 0; group < 21; group++) {
    const bytes = [group, group + 21, group + 42].map((at) => digest[at] ?? 0);
    const turn = group % 3;
    const [high = 0, middle = 0, low = 0] = [...bytes.slice(turn), ...bytes.slice(0, turn)];
    text += cryptDigits((high << 16) | (middle << 8) | low, 4);
  }
  return text + cryptDigits(digest[63] ?? 0, 2);
}

function filled(block: Buffer, length: number): Buffer {
  return Buffer.alloc(length, block);
}

function sha512(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
