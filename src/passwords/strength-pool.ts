import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { DomainError } from '../kernel/errors.js';
import type { Strength } from './domain/strength.js';
import { UNKNOWN_STRENGTH } from './domain/strength.js';

/**
 * Only so many code points are scored. zxcvbn's time grows with the square of the length and
 * worse; the strength of the beginning is a lower bound of the whole's, since who guesses the
 * whole has guessed its beginning, so nothing is gained by writing on.
 */
export const SCORED_LENGTH = 64;

/** What the pool allows itself. */
export interface StrengthLimits {
  readonly maxThreads: number;
  /** Passwords that may wait for a thread; more are turned away. */
  readonly maxWaiting: number;
  /** Milliseconds after which a thread that isn't done is killed. */
  readonly killAfterMs: number;
}

/** The hardest 64 characters found take about 0.2 s; a typical password takes a millisecond. */
export const DEFAULT_STRENGTH_LIMITS: StrengthLimits = {
  maxThreads: Math.min(4, Math.max(2, availableParallelism())),
  maxWaiting: 500,
  killAfterMs: 500,
};

interface Task {
  readonly text: string;
  readonly words: readonly string[];
  /** One 32-bit integer, 1 when the thread has begun. */
  readonly started: SharedArrayBuffer;
}

/**
 * Estimates strength in threads of its own, so that a hostile password stops neither the event
 * loop nor other callers for long: a thread that takes too long is killed and replaced.
 */
export class StrengthPool {
  readonly #threads: Piscina<Task, Strength | undefined>;
  readonly #limits: StrengthLimits;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(limits: StrengthLimits = DEFAULT_STRENGTH_LIMITS) {
    this.#limits = limits;
    this.#free = limits.maxThreads;
    this.#threads = new Piscina({
      filename: fileURLToPath(new URL('./zxcvbn.worker.mjs', import.meta.url)),
      minThreads: 1,
      maxThreads: limits.maxThreads,
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
  }

  /**
   * The strength of the first {@link SCORED_LENGTH} code points; {@link UNKNOWN_STRENGTH} when
   * that took too long.
   *
   * @param words the account's and the organisation's, for zxcvbn's `user_inputs`
   * @throws DomainError `unavailable` when too many wait or the machine is too busy to begin
   */
  async estimate(password: string, words: readonly string[]): Promise<Strength> {
    await this.#turn();
    try {
      return await this.#run(password, words);
    } finally {
      this.#next();
    }
  }

  /** Stops the threads; what still runs is killed. */
  async close(): Promise<void> {
    await this.#threads.destroy();
  }

  async #run(password: string, words: readonly string[]): Promise<Strength> {
    const started = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const text = [...password].slice(0, SCORED_LENGTH).join('');
    try {
      // The timer starts here and not in a queue: waiting is no fault of the password.
      const signal = AbortSignal.timeout(this.#limits.killAfterMs);
      const strength = await this.#threads.run({ text, words, started }, { signal });
      return strength ?? UNKNOWN_STRENGTH;
    } catch (error) {
      if (!wasStopped(error)) throw error;
      if (Atomics.load(new Int32Array(started), 0) === 0) throw tooBusy();
      return UNKNOWN_STRENGTH;
    }
  }

  /** Waits for a free thread, first come first served. */
  async #turn(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#limits.maxWaiting) throw tooBusy();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #next(): void {
    const first = this.#waiting.shift();
    if (first) first();
    else this.#free += 1;
  }
}

/** Killed by the timer, or by the memory limit. */
function wasStopped(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
  );
}

function tooBusy(): DomainError {
  return new DomainError(
    'unavailable',
    'strength-pool-saturated',
    'Too many passwords are being checked just now; try again shortly.',
    { retryAfter: 1 },
  );
}
