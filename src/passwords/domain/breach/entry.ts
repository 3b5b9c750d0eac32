/**
 * Lists are parted into ranges by the first five hexadecimal digits of a digest, as the range API
 * of Have I Been Pwned does.
 */
export const RANGE_DIGITS = 5;
export const RANGES = 16 ** RANGE_DIGITS;

/**
 * Bytes of an entry: 40 bits of the digest, those after the range's, big-endian, and a byte for the
 * count. So 60 bits of a digest are kept: of a billion entries one lookup in a billion is wrong.
 */
export const ENTRY_BYTES = 6;

/** The 60 bits of a digest that are kept. */
export interface Key {
  /** 0 to 1,048,575. */
  readonly range: number;
  /** The 8 bits after the range. */
  readonly high: number;
  /** The 32 bits after those. */
  readonly low: number;
}

/** @param digest at least 8 bytes */
export function keyOf(digest: Uint8Array): Key {
  const byte = (index: number) => digest[index] ?? 0;
  return {
    range: (byte(0) << 12) | (byte(1) << 4) | (byte(2) >> 4),
    high: ((byte(2) & 0xf) << 4) | (byte(3) >> 4),
    low:
      (((byte(3) & 0xf) << 28) |
        (byte(4) << 20) |
        (byte(5) << 12) |
        (byte(6) << 4) |
        (byte(7) >> 4)) >>>
      0,
  };
}

/** The range's five digits, upper case, as files and URLs have them. */
export function rangeName(range: number): string {
  return range.toString(16).toUpperCase().padStart(RANGE_DIGITS, '0');
}

/**
 * The count byte of an entry of a range's sorted entries; 0 when there is none.
 *
 * @param entries of one range, {@link ENTRY_BYTES} each
 */
export function findIn(entries: Uint8Array, length: number, high: number, low: number): number {
  let from = 0;
  let to = length / ENTRY_BYTES;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const at = middle * ENTRY_BYTES;
    const order = (entries[at] ?? 0) - high || lowAt(entries, at + 1) - low;
    if (order === 0) return entries[at + 5] ?? 0;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return 0;
}

function lowAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}
