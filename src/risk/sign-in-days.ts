import type { Transaction } from '../platform/database/transaction.js';
import type { FoldEvent } from './domain/fold-event.js';
import {
  countedKeys,
  CountedSignIns,
  isCountedAfter,
  MODEL_DAYS,
  MODEL_LAG_DAYS,
  type SignInModel,
} from './domain/likelihood/sign-in-model.js';
import { sourceDayOf } from './domain/source-window.js';
import type { EpochCache } from './epoch-cache.js';
import type { FoldRepository } from './fold.repository.js';

/**
 * Everybody's sign-ins, counted by UTC day, and the models that are made of them. The model of a day
 * counts the four weeks that ended two days before: by then an event that comes up to 24 hours late
 * is in, so neither batches nor such events make a difference.
 */
export class SignInDays {
  /** What this batch adds, by day. */
  private readonly added = new Map<number, Map<string, number>>();
  private readonly counted = new Map<number, CountedSignIns>();

  constructor(
    private readonly tx: Transaction,
    private readonly repository: FoldRepository,
    private readonly memory: EpochCache<CountedSignIns>,
  ) {}

  /** Reads the counts for the events' days that aren't at hand. */
  async load(events: readonly FoldEvent[]): Promise<void> {
    for (const day of new Set(events.map(({ event }) => sourceDayOf(event.at)))) {
      if (this.counted.has(day)) continue;
      const { first, last } = spanOf(day);
      const known =
        this.memory.get(String(day)) ??
        new CountedSignIns(await this.repository.signIns(this.tx, first, last));
      // What was read while the batch is under way lacks what the batch adds.
      this.counted.set(day, this.with(known, day));
    }
  }

  /** Counts the batch's own sign-ins; before anything is asked. */
  count(events: readonly FoldEvent[]): void {
    for (const event of events) {
      const keys = countedKeys(event);
      if (keys.length === 0) continue;
      const day = sourceDayOf(event.event.at);
      const added = this.added.get(day) ?? new Map<string, number>();
      this.added.set(day, added);
      for (const key of keys) added.set(key, (added.get(key) ?? 0) + 1);
    }
    for (const [day, known] of this.counted) this.counted.set(day, this.with(known, day));
  }

  /** The model that holds at `at` (ms); undefined while too little is known. */
  modelAt(at: number): SignInModel | undefined {
    return this.counted.get(sourceDayOf(at))?.model;
  }

  /** Writes what the batch adds, and remembers the counts for the next one. */
  async save(): Promise<void> {
    const rows = [...this.added].flatMap(([day, added]) =>
      [...added].map(([key, count]) => ({ day, key, count })),
    );
    await this.repository.addSignIns(this.tx, rows);
    for (const [day, counted] of this.counted) this.memory.set(String(day), counted);
  }

  private with(known: CountedSignIns, day: number): CountedSignIns {
    const { first, last } = spanOf(day);
    let sum: Map<string, number> | undefined;
    for (const [addedOn, added] of this.added) {
      if (addedOn < first || addedOn > last) continue;
      sum ??= new Map(known.counts);
      for (const [key, count] of added)
        if (isCountedAfter(key, last - addedOn)) sum.set(key, (sum.get(key) ?? 0) + count);
    }
    return sum === undefined ? known : new CountedSignIns(sum);
  }
}

function spanOf(day: number): { readonly first: number; readonly last: number } {
  return { first: day - MODEL_LAG_DAYS - MODEL_DAYS + 1, last: day - MODEL_LAG_DAYS };
}
