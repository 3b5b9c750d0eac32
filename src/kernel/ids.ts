import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
const pool = new Uint8Array(ID_BYTES * 256);
let spent = pool.length;

/**
 * A fresh UUIDv7 (RFC 9562): sorts by the time it was made, also within a millisecond of this
 * process. Randomness is drawn for many ids at once, which costs a tenth.
 */
export function newId(): string {
  if (spent === pool.length) {
    randomFillSync(pool);
    spent = 0;
  }
  spent += ID_BYTES;
  return ordered(pool.subarray(spent - ID_BYTES, spent));
}

let lastMs = 0;
let sequence = 0;

/** The package keeps order only with randomness of its own, so the counter of section 6.2 is ours. */
function ordered(random: Uint8Array): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half of the counter's range is left for ids of the same millisecond.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else sequence += 1;
  return v7({ random, msecs: lastMs, seq: sequence });
}

const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** 2²⁴ */
const HALF = 0x100_0000;
/** A UUIDv7's 76 bits behind version and time, of which the variant takes two. */
const DIGEST_DIGITS = 19;
const uuid = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1');

/**
 * A UUIDv7 whose time is that of a fact and whose random bits are a digest of it, so that the same
 * fact always has the same id (RFC 9562, section 5.7 leaves the 74 bits to the implementation).
 * Digit by digit into one buffer: every event is named so, and pieces of text are garbage.
 *
 * @param timeMs milliseconds since the epoch; earlier than 1970 counts as 1970
 * @param digest at least 10 bytes of a cryptographic digest of the fact, as a binary (latin1) text
 */
export function idFromDigest(timeMs: number, digest: string): string {
  const time = Math.max(0, Math.trunc(timeMs));
  // Halves of 24 bits: whole numbers of more than 31 are slow.
  putDigits(0, Math.floor(time / HALF) % HALF);
  putDigits(6, time % HALF);
  for (let digit = 0; digit < DIGEST_DIGITS; digit += 1) {
    const nibble = (digest.charCodeAt(digit >> 1) >> (digit % 2 === 0 ? 4 : 0)) & 0xf;
    // The version, which is set, and the dashes are passed over; the variant is two bits.
    const at = digit < 3 ? 15 + digit : digit < 7 ? 16 + digit : 17 + digit;
    uuid[at] = DIGITS[digit === 3 ? (nibble & 0x3) | 0x8 : nibble] ?? 0;
  }
  return uuid.toString('latin1');
}

/** Writes 24 bits of the time, from its hexadecimal digit `first` on. */
function putDigits(first: number, bits: number): void {
  for (let digit = 0; digit < 6; digit += 1) {
    const place = first + digit;
    uuid[place < 8 ? place : place + 1] = DIGITS[(bits >> (20 - 4 * digit)) & 0xf] ?? 0;
  }
}
