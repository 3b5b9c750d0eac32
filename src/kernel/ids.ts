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

/**
 * A UUIDv7 whose time is that of a fact and whose random bits are a digest of it, so that the same
 * fact always has the same id (RFC 9562, section 5.7 leaves the 74 bits to the implementation).
 *
 * @param timeMs milliseconds since the epoch; earlier than 1970 counts as 1970
 * @param digestHex at least 20 hexadecimal digits of a cryptographic digest of the fact
 */
export function idFromDigest(timeMs: number, digestHex: string): string {
  const time = Math.max(0, Math.trunc(timeMs)).toString(16).padStart(12, '0').slice(-12);
  const variant = ((Number.parseInt(digestHex.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digestHex.slice(0, 3)}-${variant}${digestHex.slice(4, 7)}-${digestHex.slice(7, 19)}`;
}
