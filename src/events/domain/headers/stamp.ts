import { MINUTE_MS } from '../../../kernel/clock.js';
import type { WallClock } from '../zoned-time.js';

/** A time stamp found in a line. */
export interface Stamp {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where the line goes on: behind the stamp and one blank. */
  readonly end: number;
}

/** The fields of a time stamp without a year, as RFC 3164 has them. */
export interface YearlessStamp {
  /** 0 to 11. */
  readonly month: number;
  readonly day: number;
  /** Milliseconds since midnight. */
  readonly timeOfDay: number;
  readonly end: number;
}

const MONTHS = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
    (name, month) => [packed(name, 0), month] as const,
  ),
);
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FIRST_YEAR = 1970;

const SPACE = 0x20;
const COLON = 0x3a;
const PLUS = 0x2b;
const MINUS = 0x2d;

/**
 * Reads `2026-11-23T08:00:00.123456+01:00` and its relatives: a blank for the `T`, any number of
 * decimals (milliseconds are kept), and `Z`, `+01:00`, `+0100`, ` +0100` (Exim's `log_timezone`)
 * or no zone, when `clock` says what is meant. A blank or the line's end must follow.
 */
export function readIsoStamp(line: string, start: number, clock: WallClock): Stamp | undefined {
  const year = twoDigits(line, start) * 100 + twoDigits(line, start + 2);
  const month = twoDigits(line, start + 5) - 1;
  const day = twoDigits(line, start + 8);
  if (line.charCodeAt(start + 4) !== MINUS || line.charCodeAt(start + 7) !== MINUS) {
    return undefined;
  }
  const separator = line.charCodeAt(start + 10);
  if (separator !== 0x54 && separator !== SPACE && separator !== 0x74) return undefined;
  if (!(year >= FIRST_YEAR) || !isDayOf(year, month, day)) return undefined;
  const time = timeOfDay(line, start + 11);
  if (time === -1) return undefined;

  const wall = Date.UTC(year, month, day) + time;
  let end = endOfTime(line, start + 11);
  const next = line.charCodeAt(end);
  if (next === 0x5a || next === 0x7a) return closed(line, wall, end + 1);
  const blank = next === SPACE ? 1 : 0;
  const minutes = offsetMinutesAt(line, end + blank);
  if (minutes === undefined) return closed(line, clock(wall), end);
  end += blank + (line.charCodeAt(end + blank + 3) === COLON ? 6 : 5);
  return closed(line, wall - minutes * MINUTE_MS, end);
}

/** Reads `Nov 23 08:00:00` and `Nov  3 08:00:00.123`; a blank or the line's end must follow. */
export function readYearlessStamp(line: string, start: number): YearlessStamp | undefined {
  const month = MONTHS.get(packed(line, start));
  if (month === undefined || line.charCodeAt(start + 3) !== SPACE) return undefined;
  const tens = line.charCodeAt(start + 4);
  const day = tens === SPACE ? digit(line, start + 5) : twoDigits(line, start + 4);
  if (!(day >= 1 && day <= (DAYS[month] ?? 0))) return undefined;
  if (line.charCodeAt(start + 6) !== SPACE) return undefined;
  const time = timeOfDay(line, start + 7);
  if (time === -1) return undefined;
  const end = endOfTime(line, start + 7);
  if (end < line.length && line.charCodeAt(end) !== SPACE) return undefined;
  return { month, day, timeOfDay: time, end: end < line.length ? end + 1 : end };
}

/** Whether the day exists: `month` counts from 0. */
export function isDayOf(year: number, month: number, day: number): boolean {
  const days = DAYS[month];
  if (days === undefined || !(day >= 1) || day > days) return false;
  return month !== 1 || day < 29 || isLeap(year);
}

/** The month (0 to 11) of a three-letter English name at `start`, as in `May`; undefined if none. */
export function monthAt(line: string, start: number): number | undefined {
  return MONTHS.get(packed(line, start));
}

/** Milliseconds since midnight of `HH:MM:SS` with any decimals at `start`; -1 when there is none. */
export function timeOfDay(line: string, start: number): number {
  const hours = twoDigits(line, start);
  const minutes = twoDigits(line, start + 3);
  const seconds = twoDigits(line, start + 6);
  // A leap second is shown as the 60th.
  if (!(hours <= 23) || !(minutes <= 59) || !(seconds <= 60)) return -1;
  if (line.charCodeAt(start + 2) !== COLON || line.charCodeAt(start + 5) !== COLON) return -1;
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + millisAt(line, start + 8);
}

function millisAt(line: string, start: number): number {
  if (!isDecimalMark(line, start) || Number.isNaN(digit(line, start + 1))) return 0;
  let millis = 0;
  let scale = 100;
  for (let at = start + 1; scale >= 1; at += 1, scale /= 10) {
    const value = digit(line, at);
    if (Number.isNaN(value)) break;
    millis += value * scale;
  }
  return millis;
}

function endOfTime(line: string, start: number): number {
  let end = start + 8;
  if (!isDecimalMark(line, end) || Number.isNaN(digit(line, end + 1))) return end;
  end += 1;
  while (!Number.isNaN(digit(line, end))) end += 1;
  return end;
}

function isDecimalMark(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 0x2e || code === 0x2c;
}

function offsetMinutesAt(line: string, at: number): number | undefined {
  const sign = line.charCodeAt(at);
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const hours = twoDigits(line, at + 1);
  const minutes = twoDigits(line, line.charCodeAt(at + 3) === COLON ? at + 4 : at + 3);
  if (!(hours <= 15) || !(minutes <= 59)) return undefined;
  return (sign === MINUS ? -1 : 1) * (hours * 60 + minutes);
}

function closed(line: string, at: number, end: number): Stamp | undefined {
  if (end >= line.length) return { at, end };
  return line.charCodeAt(end) === SPACE ? { at, end: end + 1 } : undefined;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function packed(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2);
}

/** NaN when there is no digit, which every comparison of a range refuses. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}
