import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';

/** Days in a period of the profile; it covers the period under way and the one before. */
export const HOURS_PERIOD_DAYS = 14;

/** Hours of the day (UTC) with a sign-in, one bit each: of the period under way and of the one before. */
export interface HourProfile {
  hoursNow: number;
  hoursPrior: number;
}

/** The period of a UTC day, in days since the epoch. */
function periodOf(day: number): number {
  return Math.floor(day / HOURS_PERIOD_DAYS);
}

/**
 * Notes a sign-in.
 *
 * @param lastDay day of the sign-in before it, in days since the epoch; negative when there was none
 */
export function noteHour(profile: HourProfile, at: number, lastDay: number): void {
  const periods = periodOf(Math.floor(at / DAY_MS)) - periodOf(lastDay);
  if (periods > 0) {
    profile.hoursPrior = periods === 1 && lastDay >= 0 ? profile.hoursNow : 0;
    profile.hoursNow = 0;
  }
  profile.hoursNow |= 1 << (Math.floor(at / HOUR_MS) % 24);
}

/** How many hours lie between the hour of `at` and the nearest one that had a sign-in: 0 to 12; 12 when none had. */
export function hoursFromUsual({ hoursNow, hoursPrior }: HourProfile, at: number): number {
  const hour = Math.floor(at / HOUR_MS) % 24;
  const used = hoursNow | hoursPrior;
  for (let away = 0; away < 12; away += 1) {
    if ((used >>> ((hour + away) % 24)) & 1) return away;
    if ((used >>> ((hour + 24 - away) % 24)) & 1) return away;
  }
  return 12;
}

/** Hours of the day that had a sign-in. */
export function hoursUsed({ hoursNow, hoursPrior }: HourProfile): number {
  let bits = hoursNow | hoursPrior;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}
