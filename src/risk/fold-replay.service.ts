import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../kernel/clock.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newAccountState } from './domain/account-state.js';
import { decodeAccountState } from './domain/account-state-text.js';
import type { DetectorSettings } from './domain/detector-settings.js';
import type { EventHistory } from './domain/event-history.js';
import type { FoldEvent } from './domain/fold-event.js';
import type { SourceDay } from './domain/source-window.js';
import type { CountedSignIns } from './domain/likelihood/sign-in-model.js';
import { EpochCache } from './epoch-cache.js';
import { FoldBatch } from './fold-batch.js';
import type { AccountSignal } from './fold-outcome.js';
import { FoldReplayRepository } from './fold-replay.repository.js';
import { FoldRepository } from './fold.repository.js';
import { SuppressionService } from './suppressors/suppression.service.js';

/** Accounts that one replay's transaction folds; more states than these would be written by COPY. */
export const REPLAYED_AT_ONCE = 100;

const REMEMBERED_SOURCE_DAYS = 20_000;
const REMEMBERED_MODELS = 8;

/** In a replay events come in order, so that nothing has to be looked up again. */
const NO_HISTORY: EventHistory = {
  ofAccounts: () => Promise.resolve([]),
  accountsSignedInFrom: () => Promise.resolve([]),
};

/** Some accounts' events on their way through the fold again, in one transaction. */
export interface FoldReplayRun {
  /** From when on (ms) each account's events are wanted, for its habits to be those of then. */
  readonly from: ReadonlyMap<string, number>;
  /** Folds events, which come in the order of time; the signals that they raise. */
  fold(events: readonly FoldEvent[]): Promise<readonly AccountSignal[]>;
}

/**
 * Folds stored events again with other settings, by the code that folds them when they come in.
 * Whatever it writes goes to temporary tables that stand before the real ones, in a transaction
 * that can write to no others.
 */
@Injectable()
export class FoldReplay {
  constructor(
    private readonly repository: FoldRepository,
    private readonly shadows: FoldReplayRepository,
    private readonly suppression: SuppressionService,
  ) {}

  /**
   * Takes accounts back to what was known of them at the start of a day, without the signals that
   * held others back then.
   *
   * @param accountIds at most {@link REPLAYED_AT_ONCE}
   * @param from start of the time that is replayed, ms
   * @param to end of it, ms
   */
  async begin(
    tx: Transaction,
    accountIds: readonly string[],
    settings: DetectorSettings,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<FoldReplayRun> {
    const day = Math.floor(from / DAY_MS);
    const checkpoints = await this.shadows.checkpoints(tx, accountIds, day);
    await this.shadows.castShadows(tx, day - 1, Math.floor(to / DAY_MS));
    const memory = {
      states: new EpochCache<ReturnType<typeof newAccountState>>(2 * REPLAYED_AT_ONCE),
      sourceDays: new EpochCache<SourceDay>(REMEMBERED_SOURCE_DAYS),
      models: new EpochCache<CountedSignIns>(REMEMBERED_MODELS),
    };
    const rules = { settings, ...(await this.suppression.said(tx)), isReplay: true };
    const begun = checkpoints.map(({ accountId, state: text }) => {
      const state = decodeAccountState(text);
      state.emitted.clear();
      return [accountId, state] as const;
    });
    await this.repository.saveStates(tx, new Map(begun));
    await this.repository.prepare(tx);
    await this.shadows.allowNothingElse(tx);
    const known = new Map(checkpoints.map((of) => [of.accountId, of.day * DAY_MS]));
    return {
      from: new Map(accountIds.map((id) => [id, known.get(id) ?? 0])),
      fold: async (events) => {
        const batch = new FoldBatch(tx, this.repository, memory, rules, events, undefined);
        await batch.load();
        return (await batch.finish(NO_HISTORY)).signals;
      },
    };
  }
}
