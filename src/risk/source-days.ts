import type { Transaction } from '../platform/database/transaction.js';
import type { FoldEvent } from './domain/fold-event.js';
import {
  addFailure,
  decodeSourceDay,
  distinctFailed,
  encodeSourceDay,
  newSourceDay,
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
    const key = keyOf(network, day);
    const known = this.days.get(key) ?? QUIET;
    const failures = known === QUIET ? newSourceDay() : known;
    this.days.set(key, failures);
    if (!addFailure(failures, at, accountKey)) return false;
    this.changed.set(key, { network, day });
    return true;
  }

  /** Accounts that failed from the network in the day up to `at` (ms); undefined where it wasn't loaded. */
  distinctFailed(network: string, at: number): number | undefined {
    const day = sourceDayOf(at);
    const today = this.days.get(keyOf(network, day));
    const yesterday = this.days.get(keyOf(network, day - 1));
    return today && yesterday && distinctFailed(at, today, yesterday);
  }

  /** Accounts that failed from the network on any of the days. */
  failedOn(network: string, days: readonly number[]): number {
    const failed = new Set<string>();
    for (const day of days)
      for (const hour of this.days.get(keyOf(network, day))?.values() ?? [])
        for (const account of hour.keys()) failed.add(account);
    return failed.size;
  }

  /** Writes what changed, and remembers everything for the next batch. */
  async save(): Promise<void> {
    const changed: StoredSourceDay[] = [];
    for (const [key, { network, day }] of this.changed) {
      const state = encodeSourceDay(this.days.get(key) ?? newSourceDay());
      changed.push({ network, day, state });
    }
    await this.repository.saveSourceDays(this.tx, changed);
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
