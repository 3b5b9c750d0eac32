const STAMP = /^@([0-9a-f]{16})([0-9a-f]{8})$/;
const LENGTH = 25;

/** The label of 1970-01-01T00:00:00 TAI. */
const EPOCH_LABEL = 0x4000000000000000n;

/**
 * TAI was ten seconds ahead of UTC in 1970. daemontools (taia_now.c: 2^62 + 10 + seconds since 1970)
 * adds these ten and no leap second since, so ten is what has to be taken off again, whatever the
 * true difference was at that time.
 */
const TAI_MINUS_UTC_SECONDS = 10;

/**
 * Reads `@4000000065f0c1a20f3b8d5c` at the line's start (https://cr.yp.to/libtai/tai64.html):
 * seconds in 16, nanoseconds in 8 hexadecimal digits.
 */
export function readTai64n(
  line: string,
): { readonly at: number; readonly end: number } | undefined {
  const match = STAMP.exec(line.slice(0, LENGTH));
  if (match === null) return undefined;
  if (line.length > LENGTH && line[LENGTH] !== ' ') return undefined;
  const [, label = '0', nanoseconds = '0'] = match;
  const seconds = Number(BigInt(`0x${label}`) - EPOCH_LABEL) - TAI_MINUS_UTC_SECONDS;
  const millis = Math.floor(Number.parseInt(nanoseconds, 16) / 1_000_000);
  if (seconds < 0 || seconds > 253_402_300_799 || millis > 999) return undefined;
  return { at: seconds * 1_000 + millis, end: Math.min(LENGTH + 1, line.length) };
}
