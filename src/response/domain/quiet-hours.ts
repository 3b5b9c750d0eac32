import { DAY_MS, MINUTE_MS } from '../../kernel/clock.js';
import type { QuietHours } from './guard-rail-settings.js';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const DAY_MINUTES = DAY_MS / MINUTE_MS;

/** When the quiet hours end that a moment falls into, ms; undefined when it falls into none. */
export function quietUntil(hours: readonly QuietHours[], nowMs: number): number | undefined {
  const ends = hours.flatMap((each) => minutesLeft(each, nowMs) ?? []);
  if (ends.length === 0) return undefined;
  const startOfMinute = nowMs - (nowMs % MINUTE_MS);
  return startOfMinute + Math.max(...ends) * MINUTE_MS;
}

/** Minutes of the local clock, so an hour that is skipped or comes twice shifts the end by it. */
function minutesLeft({ days, from, to, timezone }: QuietHours, nowMs: number): number | undefined {
  const local = localTime(nowMs, timezone);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const length = end > begin ? end - begin : end - begin + DAY_MINUTES;
  const begunOn = (day: number) => days.some((name) => name === DAYS[(day + 7) % 7]);

  const sinceToday = local.minute - begin;
  if (sinceToday >= 0 && sinceToday < length && begunOn(local.day)) return length - sinceToday;
  const sinceYesterday = sinceToday + DAY_MINUTES;
  if (sinceYesterday < length && begunOn(local.day - 1)) return length - sinceYesterday;
  return undefined;
}

function localTime(nowMs: number, timezone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(nowMs);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: DAYS.findIndex((name) => name === part('weekday').toLowerCase()),
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function minuteOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
