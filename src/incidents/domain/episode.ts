import { DAY_MS } from '../../kernel/clock.js';

/** Signals further apart than this belong to different episodes. */
const EPISODE_GAP_MS = 3 * DAY_MS;

/**
 * How long before the first signal the intruders may have begun to set up. In the case of
 * 2010 it was up to 48 hours.
 */
export const SET_UP_MS = 2 * DAY_MS;

/** How far before an episode an account's habits are looked at. */
export const HABIT_MS = 28 * DAY_MS;

/**
 * When an account's present trouble began: the earliest signal of the newest run of signals
 * without a gap of three days.
 *
 * @param times of signals, ms, in any order
 * @returns undefined without signals
 */
export function episodeStart(times: readonly number[]): number | undefined {
  const newestFirst = [...times].sort((a, b) => b - a);
  let start = newestFirst[0];
  if (start === undefined) return undefined;
  for (const at of newestFirst) {
    if (start - at > EPISODE_GAP_MS) break;
    start = at;
  }
  return start;
}
