const LAST_EXACT = 127;
/** Steps for each doubling past the exact ones: the code says at least 84 % of the count. */
const STEPS = 4;

/**
 * A count in a byte: exact up to 127, then by the next lower of four steps for each doubling, up to
 * 3.6 × 10^11. Never 0: what is listed was seen.
 */
export function encodeCount(count: number): number {
  if (count <= LAST_EXACT) return Math.max(1, count);
  return Math.min(255, LAST_EXACT + 1 + Math.floor(Math.log2(count / (LAST_EXACT + 1)) * STEPS));
}

/** The least count that has this code; 0 for 0. */
export function decodeCount(code: number): number {
  if (code <= LAST_EXACT) return code;
  return Math.ceil((LAST_EXACT + 1) * 2 ** ((code - LAST_EXACT - 1) / STEPS));
}
