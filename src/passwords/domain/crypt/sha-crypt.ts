import { cryptDigits } from './crypt-base64.js';

/** Which of the two, and how its digest is computed: the parts one after the other. */
export interface ShaCryptHash {
  readonly bytes: 32 | 64;
  readonly digest: (...parts: readonly Uint8Array[]) => Uint8Array;
}

/** Rounds of a hash that doesn't say how many. */
export const SHA_CRYPT_DEFAULT_ROUNDS = 5_000;

/**
 * The characters after the salt of `$5$` and `$6$` (Ulrich Drepper, "Unix crypt using SHA-256 and
 * SHA-512", https://www.akkadia.org/drepper/SHA-crypt.txt; step numbers are its).
 *
 * @param salt at most 16 characters
 */
export function shaCrypt(
  { bytes, digest: hash }: ShaCryptHash,
  passwordText: string,
  saltText: string,
  rounds: number,
): string {
  const password = Buffer.from(passwordText, 'utf8');
  const salt = Buffer.from(saltText, 'latin1');

  // Steps 4 to 8.
  const alternate = hash(password, salt, password);
  // Steps 1 to 3 and 9 to 12.
  const parts: Uint8Array[] = [password, salt, filled(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push(bits & 1 ? alternate : password);
  let digest = hash(...parts);

  // Steps 13 to 20.
  const p = filled(hash(...Array.from(password, () => password)), password.length);
  const saltRepeats = 16 + (digest[0] ?? 0);
  const s = filled(hash(...Array.from({ length: saltRepeats }, () => salt)), salt.length);

  // Step 21: what stands between the two halves depends on the round alone.
  const middle = Buffer.alloc(2 * p.length + s.length + bytes);
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1;
    let length = put(middle, 0, odd ? p : digest);
    if (round % 3 !== 0) length = put(middle, length, s);
    if (round % 7 !== 0) length = put(middle, length, p);
    length = put(middle, length, odd ? digest : p);
    digest = hash(middle.subarray(0, length));
  }
  return bytes === 64 ? encoded512(digest) : encoded256(digest);
}

function put(target: Uint8Array, at: number, source: Uint8Array): number {
  target.set(source, at);
  return at + source.length;
}

/** Step 22: bytes 0, 21, 42, then each of the three one further and in turn, and the last byte alone. */
function encoded512(digest: Uint8Array): string {
  return encodedGroups(digest, 21, 1) + cryptDigits(digest[63] ?? 0, 2);
}

/** Step 22: bytes 0, 10, 20, turned the other way, and the last two bytes together. */
function encoded256(digest: Uint8Array): string {
  const rest = ((digest[31] ?? 0) << 8) | (digest[30] ?? 0);
  return encodedGroups(digest, 10, 2) + cryptDigits(rest, 3);
}

function encodedGroups(digest: Uint8Array, groups: number, turnBy: number): string {
  let text = '';
  for (let group = 0; group < groups; group++) {
    const bytes = [group, group + groups, group + 2 * groups].map((at) => digest[at] ?? 0);
    const turn = (group * turnBy) % 3;
    const [high = 0, middle = 0, low = 0] = [...bytes.slice(turn), ...bytes.slice(0, turn)];
    text += cryptDigits((high << 16) | (middle << 8) | low, 4);
  }
  return text;
}

function filled(block: Uint8Array, length: number): Buffer {
  return Buffer.alloc(length, block);
}
