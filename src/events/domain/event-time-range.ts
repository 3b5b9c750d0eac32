import { DAY_MS } from '../../kernel/clock.js';

/** No mail log that anybody still reads is older; it bounds the number of daily partitions. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** Whether an event may have happened then: since 2000, and at most a day ahead of the clock. Both in ms. */
export function isAcceptableTime(at: number, now: number): boolean {
  return at >= EARLIEST && at <= now + DAY_MS;
}
