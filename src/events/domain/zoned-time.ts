import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';

/**
 * Wall-clock time to an instant. The argument is what `Date.UTC` makes of the wall clock's fields;
 * the answer is milliseconds since the epoch. Of a time that the clocks show twice the earlier is
 * meant; a time that they skip counts with the offset before the jump (Temporal's `compatible`).
 */
export type WallClock = (wallMs: number) => number;

const FIXED_OFFSET = /^([+-])(\d\d):?(\d\d)$/;
const LONGEST_NAME = 64;
const MOST_ZONES = 128;
const MOST_HOURS = 4_096;

const zones = new Map<string, WallClock | undefined>();

/** Whether the text names a zone: IANA (`Asia/Kolkata`, `UTC`) or an offset (`+05:30`). */
export function isTimeZone(text: string): boolean {
  return zone(text) !== undefined;
}

/** The wall clock of a zone; of one that doesn't exist, UTC's. Fast: asks Intl once an hour of log. */
export function wallClockOf(timezone: string): WallClock {
  return zone(timezone) ?? utc;
}

/** Minutes east of UTC as `+0530` or `+05:30` say them; undefined when the text is neither. */
export function offsetMinutes(text: string): number | undefined {
  const match = FIXED_OFFSET.exec(text);
  if (match === null) return undefined;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 15 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function utc(wallMs: number): number {
  return wallMs;
}

function zone(text: string): WallClock | undefined {
  if (zones.has(text)) return zones.get(text);
  // A caller may try names without end.
  if (zones.size >= MOST_ZONES) zones.clear();
  const clock = text.length > LONGEST_NAME ? undefined : openZone(text);
  if (text.length <= LONGEST_NAME) zones.set(text, clock);
  return clock;
}

function openZone(text: string): WallClock | undefined {
  const minutes = offsetMinutes(text);
  if (minutes !== undefined) return (wallMs) => wallMs - minutes * MINUTE_MS;
  const format = formatOf(text);
  return format === undefined ? undefined : cached(format);
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Intl has no other way to say that it doesn't know a name.
    return undefined;
  }
}

function cached(format: Intl.DateTimeFormat): WallClock {
  const offsets = new Map<number, number>();
  let lastHour = Number.NaN;
  let lastOffset = 0;

  return (wallMs) => {
    const hour = Math.floor(wallMs / HOUR_MS);
    if (hour === lastHour) return wallMs - lastOffset;
    let offset = offsets.get(hour);
    if (offset === undefined) {
      offset = offsetOfHour(format, hour * HOUR_MS);
      if (offsets.size >= MOST_HOURS) offsets.clear();
      offsets.set(hour, offset);
    }
    // The clocks are changed within this hour: each time is looked up by itself.
    if (Number.isNaN(offset)) return wallMs - wallOffset(format, wallMs);
    lastHour = hour;
    lastOffset = offset;
    return wallMs - offset;
  };
}

function offsetOfHour(format: Intl.DateTimeFormat, wallMs: number): number {
  const first = wallOffset(format, wallMs);
  return first === wallOffset(format, wallMs + HOUR_MS - 1) ? first : Number.NaN;
}

function wallOffset(format: Intl.DateTimeFormat, wallMs: number): number {
  const before = offsetAt(format, wallMs - DAY_MS);
  const after = offsetAt(format, wallMs + DAY_MS);
  if (before === after || offsetAt(format, wallMs - before) === before) return before;
  return offsetAt(format, wallMs - after) === after ? after : before;
}

function offsetAt(format: Intl.DateTimeFormat, epochMs: number): number {
  if (!(Math.abs(epochMs) <= 8.64e15)) return 0;
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(epochMs)) fields[type] = value;
  const year = fields.era === 'BC' ? 1 - Number(fields.year) : Number(fields.year);
  const wall = Date.UTC(
    year,
    Number(fields.month) - 1,
    Number(fields.day),
    Number(fields.hour),
    Number(fields.minute),
    Number(fields.second),
  );
  return wall - Math.floor(epochMs / 1_000) * 1_000;
}
