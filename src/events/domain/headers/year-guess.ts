import { DAY_MS } from '../../../kernel/clock.js';
import type { SourceContext } from '../source.js';
import { wallClockOf, type WallClock } from '../zoned-time.js';
import { isDayOf, type YearlessStamp } from './stamp.js';

/** Feb 29 comes again after eight years at most (1896 to 1904, 2096 to 2104). */
const LONGEST_WAIT_FOR_A_DAY = 8;

/** Logs run forwards: a month back is as far as eleven months ahead. */
const BACKWARDS = 11;

/**
 * Which year an RFC 3164 time stamp means. The first takes the caller's year, else the latest that
 * puts it no more than a day ahead of now. Each later one takes the year that puts it nearest behind
 * the stamp before it, or up to a month before it: December runs into January, and a line out of
 * order back into December. Never is it more than a day ahead of now unless within the caller's year.
 */
export class YearGuess {
  private readonly clock: WallClock;
  private readonly limit: number;
  private month = -1;
  private day = -1;
  private midnight = 0;

  /** @param last the instant of the stamp before, from an earlier reader of the same log */
  constructor(
    private readonly context: SourceContext,
    private last: number | undefined,
  ) {
    this.clock = wallClockOf(context.timezone);
    const tomorrow = context.now + DAY_MS;
    this.limit =
      context.year === undefined
        ? tomorrow
        : Math.max(tomorrow, this.clock(Date.UTC(context.year + 1, 0)) - 1);
  }

  /** The stamp's instant, milliseconds since the epoch. */
  resolve(stamp: YearlessStamp): number {
    if (stamp.month === this.month && stamp.day === this.day) {
      const at = this.clock(this.midnight + stamp.timeOfDay);
      if (at <= this.limit) {
        this.last = at;
        return at;
      }
    }
    this.month = stamp.month;
    this.day = stamp.day;
    this.midnight = Date.UTC(this.yearOf(stamp), stamp.month, stamp.day);
    this.last = this.clock(this.midnight + stamp.timeOfDay);
    return this.last;
  }

  /** The instant of the last stamp; undefined before the first. */
  get lastInstant(): number | undefined {
    return this.last;
  }

  private yearOf(stamp: YearlessStamp): number {
    if (this.last !== undefined) return this.latestFrom(this.nearestYear(stamp, this.last), stamp);
    const { year, now } = this.context;
    return this.latestFrom(year ?? new Date(now).getUTCFullYear() + 1, stamp);
  }

  private nearestYear(stamp: YearlessStamp, last: number): number {
    const middle = new Date(last).getUTCFullYear();
    let nearest = middle;
    let distance = Number.POSITIVE_INFINITY;
    for (let year = middle - 1; year <= middle + 1; year += 1) {
      const ahead = this.instant(stamp, year) - last;
      const away = ahead < 0 ? -ahead * BACKWARDS : ahead;
      if (!isDayOf(year, stamp.month, stamp.day) || away >= distance) continue;
      nearest = year;
      distance = away;
    }
    return nearest;
  }

  private latestFrom(latest: number, stamp: YearlessStamp): number {
    for (let year = latest; year >= latest - LONGEST_WAIT_FOR_A_DAY - 1; year -= 1) {
      const exists = isDayOf(year, stamp.month, stamp.day);
      if (exists && this.instant(stamp, year) <= this.limit) return year;
    }
    return latest;
  }

  private instant(stamp: YearlessStamp, year: number): number {
    return this.clock(Date.UTC(year, stamp.month, stamp.day) + stamp.timeOfDay);
  }
}
