import { z } from 'zod';
import { MINUTE_MS } from '../../../../kernel/clock.js';
import { wallClockOf, type WallClock } from '../../zoned-time.js';

const MOST_CHANGES = 64;

/** From this wall clock on the greetings named this zone. */
export const ZoneChange = z.object({ wall: z.number(), minutes: z.number() });
type ZoneChange = z.infer<typeof ZoneChange>;

/**
 * The zones that the back end's greetings named, by the log's own clock. A session before the first
 * greeting has the caller's zone even when the log is read once more, so that its events stay the same.
 */
export class ZonesByGreeting {
  private readonly otherwise: WallClock;

  /** @param changes in the order of their wall clocks */
  constructor(
    timezone: string,
    private readonly changes: ZoneChange[],
  ) {
    this.otherwise = wallClockOf(timezone);
  }

  /** Learns from a greeting. */
  greeted(wall: number, minutes: number): void {
    const after = this.changes.findIndex((change) => change.wall > wall);
    const index = after === -1 ? this.changes.length : after;
    if (this.changes[index - 1]?.minutes === minutes) return;
    this.changes.splice(index, 0, { wall, minutes });
    if (this.changes.length > MOST_CHANGES) this.changes.shift();
  }

  /**
   * The instant that a session's wall clock meant.
   *
   * @param own the zone of a greeting inside the session
   * @param start the session's first line
   */
  instant(wall: number, own: number | undefined, start: number): number {
    const minutes = own ?? this.changes.findLast((change) => change.wall <= start)?.minutes;
    return minutes === undefined ? this.otherwise(wall) : wall - minutes * MINUTE_MS;
  }

  save(): readonly ZoneChange[] {
    return this.changes;
  }
}
