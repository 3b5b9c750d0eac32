import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { Turns } from '../../kernel/turns.js';
import type { GuessingResult, GuessingTask } from './guessing-task.js';

/** What a thread loads: the compiled file beside this one, or the sources where they run as they are. */
const PROGRAM = import.meta.url.endsWith('.ts') ? './guess.source.worker.mjs' : './guess.js';
const IDLE_MS = 20_000;
const HEAP_MIB = 512;

/** Threads that guess, one for each core; they give way to whatever else the process does. */
export class GuessingPool {
  readonly threads: number;
  private readonly pool: Piscina<GuessingTask, readonly GuessingResult[]>;
  private readonly turns: Turns;

  constructor(threads = availableParallelism()) {
    this.threads = threads;
    this.turns = new Turns(threads);
    this.pool = new Piscina({
      filename: fileURLToPath(new URL(PROGRAM, import.meta.url)),
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: IDLE_MS,
      concurrentTasksPerWorker: 1,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
  }

  /** Tests some accounts; when `signal` fires, the thread is ended at once. */
  test(task: GuessingTask, signal: AbortSignal): Promise<readonly GuessingResult[]> {
    // In the pool's own queue a task is forgotten when all threads are ended.
    return this.turns.take(async () => {
      signal.throwIfAborted();
      return this.pool.run(task, { signal });
    });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
