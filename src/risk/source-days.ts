import { DAY_MS } from '../kernel/clock.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { FoldEvent } from './domain/fold-event.js';
import { type SourceTally, tallyOf } from './domain/source-score.js';
import {
  accountKeyOf,
  accountsArrived,
  addArrival,
  addFailure,
  collectFailed,
  decodeSourceDay,
  distinctFailed,
  encodeSourceDay,
  namesTried,
  newSourceDay,
  removeArrivals,
  type SourceDay,
  sourceDayOf,
} from './domain/source-window.js';
import type { EpochCache } from './epoch-cache.js';
import type { FoldRepository, StoredSourceDay } from './fold.repository.js';

/** A source network on one UTC day. */
export interface NetworkDay {
  readonly network: string;
  /** Days since the epoch. */
  readonly day: number;
}

/** Most networks fail nobody: one day without failures serves them all. Never changed. */
const QUIET: SourceDay = newSourceDay();

/** The source networks' failures that one batch reads and adds to. */
export class SourceDays {
  private readonly days = new Map<string, SourceDay>();
  private readonly changed = new Map<string, NetworkDay>();

  constructor(
    private readonly tx: Transaction,
    private readonly repository: FoldRepository,
    private readonly memory: EpochCache<SourceDay>,
  ) {}

  /** Reads the days that aren't at hand; nothing may be asked of a day that wasn't loaded. */
  async load(asked: Iterable<NetworkDay>): Promise<void> {
    const unknown = new Map<string, NetworkDay>();
    for (const { network, day } of asked) {
      const key = keyOf(network, day);
      if (this.days.has(key)) continue;
      const known = this.memory.get(key);
      if (known) this.days.set(key, known);
      else unknown.set(key, { network, day });
    }
    if (unknown.size === 0) return;
    const stored = await this.repository.sourceDays(this.tx, [...unknown.values()]);
    for (const key of unknown.keys()) this.days.set(key, QUIET);
    for (const { network, day, state } of stored)
      this.days.set(keyOf(network, day), decodeSourceDay(state));
  }

  /** Notes a failure; whether that changed anything. */
  addFailure(network: string, at: number, accountKey: string): boolean {
    const day = sourceDayOf(at);
    const known = this.days.get(keyOf(network, day)) ?? QUIET;
    if (known !== QUIET && !addFailure(known, at, accountKey)) return false;
    if (known === QUIET) addFailure(this.toChange(network, day), at, accountKey);
    this.changed.set(keyOf(network, day), { network, day });
    return true;
  }

  /** Whether what the network did up to `at` (ms) is at hand. */
  isLoaded(network: string, at: number): boolean {
    const day = sourceDayOf(at);
    return this.days.has(keyOf(network, day)) && this.days.has(keyOf(network, day - 1));
  }

  /** Accounts that failed from the network in the day up to `at` (ms). */
  distinctFailed(network: string, at: number): number {
    return distinctFailed(at, ...this.lastTwo(network, at));
  }

  /** Likewise the names that nobody has. */
  namesTried(network: string, at: number): number {
    return namesTried(at, ...this.lastTwo(network, at));
  }

  /** Likewise the accounts that arrived, but for one. */
  arrived(network: string, at: number, but: string): number {
    return accountsArrived(at, accountKeyOf(but), ...this.lastTwo(network, at));
  }

  /** Accounts that failed from the network on any of the days, as `failureKeyOf` writes them. */
  failedOn(network: string, days: readonly number[]): ReadonlySet<string> {
    const failed = new Set<string>();
    for (const day of days) collectFailed(this.days.get(keyOf(network, day)) ?? QUIET, failed);
    return failed;
  }

  /** Notes that an account arrived at the network at `at` (ms). */
  addArrival(network: string, at: number, accountId: string): void {
    addArrival(this.toChange(network, sourceDayOf(at)), at, accountKeyOf(accountId));
  }

  /** Takes an account's arrivals at the network on a day back, and answers their times (ms). */
  removeArrivals(network: string, day: number, accountId: string): number[] {
    const known = this.days.get(keyOf(network, day));
    if (!known?.size) return [];
    const removed = removeArrivals(known, accountKeyOf(accountId));
    if (removed.length > 0) this.changed.set(keyOf(network, day), { network, day });
    return removed.map((time) => day * DAY_MS + time);
  }

  private lastTwo(network: string, at: number): [SourceDay | undefined, SourceDay | undefined] {
    const day = sourceDayOf(at);
    return [this.days.get(keyOf(network, day)), this.days.get(keyOf(network, day - 1))];
  }

  private toChange(network: string, day: number): SourceDay {
    const key = keyOf(network, day);
    const known = this.days.get(key) ?? QUIET;
    const changed = known === QUIET ? newSourceDay() : known;
    this.days.set(key, changed);
    this.changed.set(key, { network, day });
    return changed;
  }

  /** Writes what changed, and remembers everything for the next batch. */
  async save(): Promise<void> {
    const changed: (StoredSourceDay & { readonly tally: SourceTally })[] = [];
    const emptied: NetworkDay[] = [];
    for (const [key, { network, day }] of this.changed) {
      const now = this.days.get(key) ?? QUIET;
      if (now.size === 0) emptied.push({ network, day });
      else changed.push({ network, day, state: encodeSourceDay(now), tally: tallyOf(now) });
    }
    await this.repository.saveSourceDays(this.tx, changed);
    await this.repository.dropSourceDays(this.tx, emptied);
    for (const [key, day] of this.days) this.memory.set(key, day);
  }
}

/** The days that a detector may ask the events' networks about: each event's own and the one before. */
export function daysSeen(events: readonly FoldEvent[]): NetworkDay[] {
  const days = new Map<number, Set<string>>();
  for (const { network, event } of events) {
    if (network === undefined) continue;
    const today = sourceDayOf(event.at);
    const networks = days.get(today);
    if (networks) networks.add(network);
    else days.set(today, new Set([network]));
  }
  return [...days].flatMap(([day, networks]) =>
    [...networks].flatMap((network) => [
      { network, day },
      { network, day: day - 1 },
    ]),
  );
}

function keyOf(network: string, day: number): string {
  return `${day} ${network}`;
}
