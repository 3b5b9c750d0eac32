import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const DURATION = /^(\d{1,6})([smhd])$/;
const LONGEST_SECONDS = 7 * SECONDS.d;

/** Seconds of a text such as `90s`, `15m`, `2h` or `1d`; undefined for another one. */
export function secondsOf(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined || !isUnit(unit)) return undefined;
  return Number(count) * SECONDS[unit];
}

function isUnit(text: string): text is keyof typeof SECONDS {
  return Object.hasOwn(SECONDS, text);
}

/** From one wave to the next: one second to a week. */
export const waveEvery = z
  .string()
  .max(8)
  .refine((text) => {
    const seconds = secondsOf(text);
    return seconds !== undefined && seconds >= 1 && seconds <= LONGEST_SECONDS;
  }, 'must be a time such as 90s, 15m, 2h or 1d, and no longer than 7d');
