import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { DomainError } from '../kernel/errors.js';
import { Turns } from '../kernel/turns.js';
import type { Strength } from './domain/strength.js';
import { UNKNOWN_STRENGTH } from './domain/strength.js';

/** What a lane allows itself. */
export interface LaneLimits {
  /** Threads that stay once there has been a password; each costs about 60 MB. */
  readonly keptThreads: number;
  readonly maxThreads: number;
  /** Passwords that may wait for a thread; more are turned away. */
  readonly maxWaiting: number;
  /** Milliseconds after which a thread that isn't done is killed; it may take up to twice that. */
  readonly killAfterMs: number;
  /** Milliseconds in which a thread has to begin; a new one takes a while on a busy machine. */
  readonly startWithinMs: number;
  /** How much its threads give way to others, 0 to 19 as `nice` has it; Linux only. */
  readonly niceness: number;
}

interface Task {
  readonly text: string;
  readonly words: readonly string[];
  /** One 32-bit integer, 1 when the thread has begun. */
  readonly started: SharedArrayBuffer;
}

/** Threads that estimate passwords of about the same cost, and the queue before them. */
export class StrengthLane {
  #threads: Piscina<Task, Strength | undefined> | undefined;
  readonly #limits: LaneLimits;
  readonly #turns: Turns;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
    this.#turns = new Turns(limits.maxThreads);
  }

  /**
   * {@link UNKNOWN_STRENGTH} when it took too long.
   *
   * @throws DomainError `unavailable` when too many wait or the machine is too busy to begin
   */
  async estimate(text: string, words: readonly string[]): Promise<Strength> {
    if (this.#turns.waiting >= this.#limits.maxWaiting) throw tooBusy();
    return this.#turns.take(() => this.#run(text, words));
  }

  /** Stops the threads; what still runs is killed. */
  async close(): Promise<void> {
    await this.#threads?.destroy();
  }

  async #run(text: string, words: readonly string[]): Promise<Strength> {
    const started = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const killing = new AbortController();
    const timer = this.#killLater(new Int32Array(started), killing);
    // A process that only takes events in needs none.
    this.#threads ??= threadsOf(this.#limits);
    try {
      const task = { text, words, started };
      return (await this.#threads.run(task, { signal: killing.signal })) ?? UNKNOWN_STRENGTH;
    } catch (error) {
      if (!wasStopped(error)) throw error;
      if (Atomics.load(new Int32Array(started), 0) === 0) throw tooBusy();
      return UNKNOWN_STRENGTH;
    } finally {
      clearInterval(timer);
    }
  }

  /** Kills a thread that isn't done in time. The time before it began is no fault of the password. */
  #killLater(started: Int32Array, killing: AbortController): NodeJS.Timeout {
    const { killAfterMs, startWithinMs } = this.#limits;
    const due = performance.now() + startWithinMs;
    let wasRunning = false;
    return setInterval(() => {
      const isRunning = Atomics.load(started, 0) === 1;
      if (isRunning ? wasRunning : performance.now() >= due) killing.abort();
      wasRunning = isRunning;
    }, killAfterMs);
  }
}

function threadsOf(limits: LaneLimits): Piscina<Task, Strength | undefined> {
  return new Piscina({
    filename: fileURLToPath(new URL('./zxcvbn.worker.mjs', import.meta.url)),
    minThreads: limits.keptThreads,
    maxThreads: limits.maxThreads,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: 128 },
    workerData: { niceness: limits.niceness },
  });
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
