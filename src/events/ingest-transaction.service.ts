import { Injectable } from '@nestjs/common';
import { AccountNamesService, type NameBook } from '../accounts/account-names.service.js';
import { DAY_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { DecisionsService } from '../response/decisions.service.js';
import type { FoldEvent } from '../risk/domain/fold-event.js';
import { FoldService } from '../risk/fold.service.js';
import { byTime, type PreparedEvent } from './domain/prepared-event.js';
import { EventHistoryService } from './event-history.service.js';
import { EventRepository } from './event.repository.js';
import { type IngestClock, IngestClockRepository } from './ingest-clock.repository.js';
import { LogStreamRepository, type StreamMove } from './log-stream.repository.js';

/** What became of the events of one call. */
export interface IngestResult {
  readonly accepted: number;
  readonly duplicates: number;
  /** Signals that these events raised. */
  readonly signals: number;
}

/** Events of one caller that are kept or lost together. */
export interface Submission {
  readonly events: readonly PreparedEvent[];
  /** The log stream that these events bring forward. */
  readonly stream?: StreamMove | undefined;
}

/** Takes a batch through the database: stored, folded, scored and decided upon, or nothing of it. */
@Injectable()
export class IngestTransaction {
  private readonly days = new Set<number>();

  constructor(
    private readonly database: Database,
    private readonly clock: IngestClockRepository,
    private readonly events: EventRepository,
    private readonly history: EventHistoryService,
    private readonly streams: LogStreamRepository,
    private readonly names: AccountNamesService,
    private readonly folds: FoldService,
    private readonly decisions: DecisionsService,
    private readonly metrics: Metrics,
  ) {}

  /** Runs the batch; one result for each submission. */
  async run(submissions: readonly Submission[]): Promise<IngestResult[]> {
    const done = this.metrics.ingestBatchSeconds.startTimer();
    const all = submissions.flatMap(({ events }) => events);
    await this.makeDays(all);
    const { dropped, signalsOf, afterCommit } = await this.write(submissions, all);
    await afterCommit();
    done();
    return submissions.map(({ events }) => count(events, dropped, signalsOf));
  }

  private async write(submissions: readonly Submission[], all: readonly PreparedEvent[]) {
    try {
      return await this.database.transaction((tx) => this.inTransaction(tx, submissions, all));
    } catch (cause) {
      this.names.forget();
      // Another process may have dropped a day that this one has made.
      this.days.clear();
      throw cause;
    }
  }

  private async inTransaction(
    tx: Transaction,
    submissions: readonly Submission[],
    all: readonly PreparedEvent[],
  ) {
    const clock = await this.clock.lock(tx);
    const { events, dropped } = await this.fresh(tx, all, clock);
    const book = await this.openNames(tx, clock, events);
    const folding = foldable(events, book);
    const batch = await this.folds.begin(tx, clock, folding);
    // PostgreSQL writes the events while this process folds them.
    if (events.length > 0)
      await this.events.append(tx, events, book.accountIds, () => batch.foldSome());
    const outcome = await batch.finish(this.history.in(tx, book));
    const scored = await this.folds.record(tx, outcome);
    const actions = await this.decisions.decide(tx, scored);
    for (const { stream } of submissions) if (stream) await this.streams.move(tx, stream);
    await this.clock.advance(tx, events.at(-1)?.event.at);

    const signalsOf = new Map<string, number>();
    for (const { signal } of outcome.signals)
      signalsOf.set(signal.eventId, (signalsOf.get(signal.eventId) ?? 0) + 1);
    return {
      dropped,
      signalsOf,
      afterCommit: async () => {
        this.folds.committed(clock.epoch + 1, outcome);
        await this.decisions.dispatch(actions);
      },
    };
  }

  /** The events in the order of the fold, each once, and only those that aren't stored yet. */
  private async fresh(tx: Transaction, all: readonly PreparedEvent[], clock: IngestClock) {
    const dropped = new Set<PreparedEvent>();
    // The sort is stable: of equal events the first to be sent is the one that is kept.
    const sorted = all.toSorted(byTime);
    for (const [index, event] of sorted.entries())
      if (event.id === sorted[index - 1]?.id) dropped.add(event);
    const { newestEventAt } = clock;
    // Nothing stored is newer, so what is newer can't be stored.
    const old = newestEventAt === undefined ? 0 : countUpTo(sorted, newestEventAt);
    if (old > 0) {
      const maybeStored = sorted.slice(0, old);
      const known = await this.events.known(tx, maybeStored);
      for (const event of maybeStored) if (known.has(event.id)) dropped.add(event);
    }
    const events = dropped.size === 0 ? sorted : sorted.filter((event) => !dropped.has(event));
    return { events, dropped };
  }

  private openNames(
    tx: Transaction,
    clock: IngestClock,
    events: readonly PreparedEvent[],
  ): Promise<NameBook> {
    const senders = new Set<string>();
    for (const { event } of events)
      if (event.message?.sender !== undefined) senders.add(event.message.sender);
    const logins = events.map(({ event }) => event.account);
    return this.names.open(tx, clock.rosterVersion, logins, senders);
  }

  private async makeDays(events: readonly PreparedEvent[]): Promise<void> {
    const missing = new Set<number>();
    for (const { event } of events) {
      const day = event.at - (event.at % DAY_MS);
      if (!this.days.has(day)) missing.add(day);
    }
    if (missing.size === 0) return;
    await this.events.makeDays([...missing]);
    for (const day of missing) this.days.add(day);
  }
}

function foldable(events: readonly PreparedEvent[], book: NameBook): FoldEvent[] {
  const folding: FoldEvent[] = [];
  for (const [index, { id, event, place, network }] of events.entries()) {
    const accountId = book.accountIds[index];
    if (accountId === undefined) continue;
    const sender = book.standing(event.message?.sender, accountId);
    folding.push({ id, accountId, event, place, network, sender });
  }
  return folding;
}

/** How many of the sorted events are no newer than `at`, ms. */
function countUpTo(sorted: readonly PreparedEvent[], at: number): number {
  const first = sorted.findIndex(({ event }) => event.at > at);
  return first === -1 ? sorted.length : first;
}

function count(
  events: readonly PreparedEvent[],
  dropped: ReadonlySet<PreparedEvent>,
  signalsOf: ReadonlyMap<string, number>,
): IngestResult {
  let accepted = 0;
  let signals = 0;
  for (const event of events) {
    if (dropped.has(event)) continue;
    accepted += 1;
    signals += signalsOf.get(event.id) ?? 0;
  }
  return { accepted, duplicates: events.length - accepted, signals };
}
