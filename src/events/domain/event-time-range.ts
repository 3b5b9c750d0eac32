import { DAY_MS } from '../../kernel/clock.js';

/** No mail log that anybody still reads is older; it bounds the number of daily partitions. */
const EARLIEST = Date.UTC(2000, 0, 1);

/**
 * The times (ms) of events that are taken: since 2000, no older than events are kept, and at most a
 * day ahead of the clock.
 *
 * @param retentionDays 0 keeps events for good
 */
export function acceptableTimes(now: number, retentionDays: number): TimeRange {
  const kept = retentionDays === 0 ? EARLIEST : now - retentionDays * DAY_MS;
  return { from: Math.max(EARLIEST, kept), to: now + DAY_MS };
}

/** Both ends in milliseconds since the epoch, inclusive. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Whether a time (ms) lies in the range. */
export function isWithin({ from, to }: TimeRange, at: number): boolean {
  return at >= from && at <= to;
}
