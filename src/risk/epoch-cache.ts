import { TwoGenerationCache } from '../kernel/two-generation-cache.js';

/**
 * Rows remembered from one batch to the next. The database counts batches (its epoch): as long as
 * only this process has written, what it remembers is what is stored; after anybody else's batch,
 * or a rollback, everything is forgotten.
 */
export class EpochCache<Value extends object> {
  private readonly rows: TwoGenerationCache<Value>;
  private epoch: number | undefined;

  constructor(max: number) {
    this.rows = new TwoGenerationCache(max);
  }

  /** Begins a batch. @param epoch as stored before it, read under the writer's lock */
  follow(epoch: number): void {
    if (epoch !== this.epoch) this.rows.clear();
    // Until the batch is known to be committed nothing of it may be trusted.
    this.epoch = undefined;
  }

  /** The batch was committed as `epoch`. */
  committed(epoch: number): void {
    this.epoch = epoch;
  }

  get(key: string): Value | undefined {
    return this.rows.get(key);
  }

  set(key: string, value: Value): void {
    this.rows.set(key, value);
  }
}
