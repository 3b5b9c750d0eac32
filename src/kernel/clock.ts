/** Where the time comes from; a fake one stands in for it in tests. */
export interface Clock {
  /** The wall clock, UTC. */
  now(): Date;
}

/** Token under which Nest provides the process's {@link Clock}. */
export const CLOCK = Symbol('Clock');

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
