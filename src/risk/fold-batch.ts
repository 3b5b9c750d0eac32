import { DAY_MS } from '../kernel/clock.js';
import { COPY_FROM_ROWS } from '../platform/database/bulk-upsert.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Arrivals } from './arrivals.js';
import { BatchSourceFacts } from './batch-source-facts.js';
import { isArrival } from './domain/arrival.js';
import { type AccountState, isInOrder, newAccountState } from './domain/account-state.js';
import { decodeAccountState, encodeAccountState } from './domain/account-state-text.js';
import type { AccountSince, EventHistory } from './domain/event-history.js';
import { foldEvent } from './domain/fold.js';
import { type FoldEvent, isWrongCredential } from './domain/fold-event.js';
import { mayBeGuessing } from './domain/guessing-source.js';
import { knownGood } from './domain/known-good.js';
import { isMadeUpName } from './domain/made-up-name.js';
import type { Signal } from './domain/signal.js';
import { failureKeyOf, sourceDayOf } from './domain/source-window.js';
import type { FoldOutcome } from './fold-outcome.js';
import type { FoldMemory, FoldRules } from './fold-rules.js';
import type { Checkpoint, FoldRepository } from './fold.repository.js';
import { type ChangedSpan, LateSources } from './late-sources.js';
import { push } from './list-map.js';
import { SignInDays } from './sign-in-days.js';
import { daysSeen, SourceDays } from './source-days.js';
import { stateRows } from './state-rows.js';

/** Accounts whose events are held in memory at once while they are folded again. */
const REFOLDED_AT_ONCE = 100;

/** Events folded between two looks at the connection on which the events are being written. */
const FOLDED_AT_ONCE = 500;

/**
 * One batch of events on its way into the accounts' states, inside one transaction: `load`,
 * `foldSome` (no I/O, so it can run while the events are being written), `finish`.
 *
 * Events that come late, and sign-ins whose source turned out to be guessing only later, make
 * their accounts fold again from a checkpoint. So the outcome is that of all events in order.
 */
export class FoldBatch {
  private readonly states = new Map<string, AccountState>();
  private readonly signals = new Map<string, Signal[]>();
  private readonly checkpoints = new Map<string, Checkpoint[]>();
  private readonly sources: SourceDays;
  private readonly lateFailures = new LateSources();
  private readonly arrivals: Arrivals;
  private readonly facts: BatchSourceFacts;
  private readonly signIns: SignInDays;
  /** Account → time of the earliest event that has to be folded in anew. */
  private readonly refold = new Map<string, number>();
  /** Events that were folded or put off, from the start. */
  private folded = 0;
  /** The states as they are after the last event, if no account has to fold again. */
  private rows: Buffer | undefined;

  /**
   * @param events in the order of the fold
   * @param newestBefore time of the newest event stored before this batch
   */
  constructor(
    private readonly tx: Transaction,
    private readonly repository: FoldRepository,
    private readonly memory: FoldMemory,
    private readonly rules: FoldRules,
    private readonly events: readonly FoldEvent[],
    private readonly newestBefore: number | undefined,
  ) {
    this.sources = new SourceDays(tx, repository, memory.sourceDays);
    this.arrivals = new Arrivals(this.sources, newestBefore);
    this.signIns = new SignInDays(tx, repository, memory.models);
    this.facts = new BatchSourceFacts(this.sources, this.signIns, ({ accountId, event }) =>
      this.refold.set(accountId, event.at),
    );
  }

  /** Reads the states that aren't remembered, and takes down what failed. */
  async load(): Promise<void> {
    await this.loadStates(new Set(this.events.map(({ accountId }) => accountId)));
    await this.sources.load(daysSeen(this.events.filter((event) => this.mayAskItsSource(event))));
    await this.signIns.load(this.events);
    for (const event of this.events) this.noteFailure(event);
    if (this.rules.isReplay !== true) this.signIns.count(this.events);
  }

  /**
   * Folds the next events that are in order; the rest is left to `finish`. After the last one it
   * writes down the states, so that they are ready when the events are stored.
   */
  foldSome(): void {
    if (this.folded === this.events.length) return;
    const end = Math.min(this.events.length, this.folded + FOLDED_AT_ONCE);
    for (const event of this.events.slice(this.folded, end)) this.foldInOrder(event);
    this.folded = end;
    if (end < this.events.length || this.refold.size > 0) return;
    if (this.states.size >= COPY_FROM_ROWS) this.rows = stateRows(this.states);
  }

  /** Folds late events, now that every event is stored, and writes everything. */
  async finish(history: EventHistory): Promise<FoldOutcome> {
    while (this.folded < this.events.length) this.foldSome();
    await this.findAccountsOfLateFailures(history);
    await this.refoldVisitors(this.arrivals.late.take(), history);
    const again = new Map(this.refold);
    await this.foldAgain(again, history);
    // What accounts bring to a source is theirs alone, so that a second time nothing more can change.
    this.refold.clear();
    await this.refoldVisitors(this.arrivals.late.take(), history);
    await this.foldAgain(this.refold, history);
    if (again.size + this.refold.size > 0) this.rows = undefined;
    await this.save();
    const signals = [...this.signals].flatMap(([accountId, list]) =>
      list.map((signal) => ({ accountId, signal })),
    );
    const changed = new Set([...this.signals.keys(), ...again.keys(), ...this.refold.keys()]);
    return { signals, changed };
  }

  private foldInOrder(event: FoldEvent): void {
    const { accountId } = event;
    if (this.refold.has(accountId)) return;
    let state = this.states.get(accountId);
    if (state === undefined) {
      state = newAccountState();
      this.states.set(accountId, state);
    }
    if (isInOrder(state, event.event.at, event.id)) this.foldOne(state, event);
    else this.refold.set(accountId, event.event.at);
  }

  private foldOne(known: AccountState, event: FoldEvent): void {
    const { accountId } = event;
    const state = this.afterVerdict(known, event);
    const day = sourceDayOf(event.event.at);
    if (state.lastId !== '' && day > sourceDayOf(state.lastAt)) {
      push(this.checkpoints, accountId, { accountId, day, state: encodeAccountState(state) });
    }
    const { settings, suppression } = this.rules;
    const declared = suppression.declarationOf(event);
    const folded = declared === undefined ? event : { ...event, declared };
    if (isArrival(state, folded) && !this.arrivals.note(folded))
      this.refold.set(accountId, event.event.at);
    for (const signal of foldEvent(state, folded, this.facts.of(folded), settings, suppression))
      push(this.signals, accountId, signal);
  }

  private afterVerdict(known: AccountState, event: FoldEvent): AccountState {
    const state = knownGood(known, event, this.rules.knownGood.get(event.accountId));
    if (state !== known) this.states.set(event.accountId, state);
    return state;
  }

  /**
   * Detectors ask only about networks that are new for the account. Should one be forgotten within
   * the batch and asked about all the same, the account folds again with everything loaded.
   */
  private mayAskItsSource({ accountId, network, event }: FoldEvent): boolean {
    if (network === undefined) return false;
    return isWrongCredential(event) || !this.states.get(accountId)?.networks.has(network);
  }

  private noteFailure({ event, network, accountId }: FoldEvent): void {
    if (network === undefined || !isWrongCredential(event)) return;
    const { at } = event;
    const key = failureKeyOf(accountId, isMadeUpName(event));
    if (!this.sources.addFailure(network, at, key)) return;
    if (this.newestBefore !== undefined && at <= this.newestBefore)
      this.lateFailures.note(network, at);
  }

  /** A failure that comes late may make a guesser of a source at which others have signed in since. */
  private async findAccountsOfLateFailures(history: EventHistory): Promise<void> {
    for (const { network, from, to } of this.lateFailures.take()) {
      const days: number[] = [];
      for (let day = sourceDayOf(from) - 1; day <= sourceDayOf(to); day += 1) days.push(day);
      await this.sources.load(days.map((day) => ({ network, day })));
      if (mayBeGuessing(this.sources.failedOn(network, days), this.rules.settings))
        await this.refoldVisitors([{ network, from, to }], history);
    }
  }

  private async refoldVisitors(
    spans: readonly ChangedSpan[],
    history: EventHistory,
  ): Promise<void> {
    for (const { network, from, to } of spans)
      for (const accountId of await history.accountsSignedInFrom(network, from, to))
        this.refold.set(accountId, Math.min(this.refold.get(accountId) ?? from, from));
  }

  private async foldAgain(
    since: ReadonlyMap<string, number>,
    history: EventHistory,
  ): Promise<void> {
    const accounts = [...since].map(([accountId, from]) => ({ accountId, from }));
    for (let done = 0; done < accounts.length; done += REFOLDED_AT_ONCE)
      await this.foldSomeAgain(accounts.slice(done, done + REFOLDED_AT_ONCE), history);
  }

  private async foldSomeAgain(
    accounts: readonly AccountSince[],
    history: EventHistory,
  ): Promise<void> {
    const checkpoints = await this.repository.rewind(
      this.tx,
      accounts.map(({ accountId, from }) => ({ accountId, day: sourceDayOf(from) })),
    );
    const events = await history.ofAccounts(
      accounts.map(({ accountId }) => ({
        accountId,
        from: (checkpoints.get(accountId)?.day ?? 0) * DAY_MS,
      })),
    );
    await this.sources.load(daysSeen(events));
    await this.signIns.load(events);
    for (const { accountId } of accounts) {
      const checkpoint = checkpoints.get(accountId);
      this.signals.delete(accountId);
      this.checkpoints.delete(accountId);
      this.states.set(
        accountId,
        checkpoint ? decodeAccountState(checkpoint.state) : newAccountState(),
      );
    }
    this.arrivals.withdraw(events);
    for (const event of events) {
      const state = this.states.get(event.accountId);
      if (state) this.foldOne(state, event);
    }
    this.arrivals.compare();
  }

  private async loadStates(accountIds: ReadonlySet<string>): Promise<void> {
    const unknown: string[] = [];
    for (const accountId of accountIds) {
      const state = this.memory.states.get(accountId);
      if (state) this.states.set(accountId, state);
      else unknown.push(accountId);
    }
    if (unknown.length === 0) return;
    for (const [accountId, text] of await this.repository.states(this.tx, unknown))
      this.states.set(accountId, decodeAccountState(text));
  }

  private async save(): Promise<void> {
    await this.repository.saveStates(this.tx, this.states, this.rows);
    await this.sources.save();
    await this.signIns.save();
    await this.repository.saveCheckpoints(this.tx, [...this.checkpoints.values()].flat());
    for (const [accountId, state] of this.states) this.memory.states.set(accountId, state);
  }
}
