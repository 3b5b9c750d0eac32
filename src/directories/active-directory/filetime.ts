/** Milliseconds between 1601 and 1970. */
const EPOCH_OFFSET_MS = 11_644_473_600_000n;
const TICKS_PER_MS = 10_000n;
/** What says "never" ([MS-ADTS] 2.2.18 and the attributes' own pages). */
const NEVER = 0x7fff_ffff_ffff_ffffn;

/** Reads a FILETIME, ticks of 100 ns since 1601; undefined for none, 0 and "never". */
export function parseFiletime(text: string | undefined): Date | undefined {
  const ticks = ticksOf(text);
  if (ticks === undefined || ticks <= 0n || ticks >= NEVER) return undefined;
  const ms = ticks / TICKS_PER_MS - EPOCH_OFFSET_MS;
  const time = new Date(Number(ms));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Seconds of a duration, which the directory keeps as negative ticks; undefined for none and "never". */
export function parseDuration(text: string | undefined): number | undefined {
  const ticks = ticksOf(text);
  if (ticks === undefined || ticks >= 0n || -ticks >= NEVER) return undefined;
  return Number(-ticks / TICKS_PER_MS / 1_000n);
}

function ticksOf(text: string | undefined): bigint | undefined {
  return text !== undefined && /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}
