import { availableParallelism } from 'node:os';
import type { Strength } from './domain/strength.js';
import { type LaneLimits, StrengthLane } from './strength-lane.js';

/**
 * Only so many code points are scored. zxcvbn's time grows with the square of the length and
 * worse; the strength of the beginning is a lower bound of the whole's, since who guesses the
 * whole has guessed its beginning, so nothing is gained by writing on.
 */
export const SCORED_LENGTH = 64;

/** Up to so many code points, and so many digits and signs, zxcvbn takes a fraction of a millisecond. */
const QUICK_LENGTH = 24;
const QUICK_SIGNS = 12;

/** What the two lanes of the pool allow themselves. */
export interface StrengthLimits {
  /** For what people type. */
  readonly quick: LaneLimits;
  /** For what takes long: long phrases, and what somebody sends to keep the threads busy. */
  readonly slow: LaneLimits;
}

/**
 * The hardest 64 characters found take 6 ms; a typical password takes 0.2 ms. The slow lane gives
 * way and has few places, so that it is full long before the others notice.
 */
export const DEFAULT_STRENGTH_LIMITS: StrengthLimits = {
  quick: {
    keptThreads: 1,
    maxThreads: Math.min(4, Math.max(2, availableParallelism())),
    maxWaiting: 500,
    killAfterMs: 500,
    startWithinMs: 5_000,
    niceness: 0,
  },
  slow: {
    keptThreads: 0,
    maxThreads: 1,
    maxWaiting: 20,
    killAfterMs: 500,
    startWithinMs: 5_000,
    niceness: 10,
  },
};

/**
 * Estimates strength in threads of its own, so that a hostile password stops neither the event
 * loop nor other callers: a thread that takes too long is killed and replaced, and what is likely
 * to take long waits in a lane of its own.
 */
export class StrengthPool {
  readonly #quick: StrengthLane;
  readonly #slow: StrengthLane;

  constructor({ quick, slow }: StrengthLimits = DEFAULT_STRENGTH_LIMITS) {
    this.#quick = new StrengthLane(quick);
    this.#slow = new StrengthLane(slow);
  }

  /**
   * The strength of the first {@link SCORED_LENGTH} code points; `UNKNOWN_STRENGTH` when that took
   * too long.
   *
   * @param words the account's and the organisation's, for zxcvbn's `user_inputs`
   * @throws DomainError `unavailable` when too many wait or the machine is too busy to begin
   */
  estimate(password: string, words: readonly string[]): Promise<Strength> {
    const characters = [...password].slice(0, SCORED_LENGTH);
    const lane = isQuick(characters) ? this.#quick : this.#slow;
    return lane.estimate(characters.join(''), words);
  }

  /** Stops the threads; what still runs is killed. */
  async close(): Promise<void> {
    await Promise.all([this.#quick.close(), this.#slow.close()]);
  }
}

function isQuick(characters: readonly string[]): boolean {
  const signs = characters.filter((character) => !/\p{L}/u.test(character)).length;
  return characters.length <= QUICK_LENGTH && signs <= QUICK_SIGNS;
}
