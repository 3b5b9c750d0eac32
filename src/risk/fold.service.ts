import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { DetectorsService } from './detectors.service.js';
import type { AccountState } from './domain/account-state.js';
import type { FoldEvent } from './domain/fold-event.js';
import type { SourceDay } from './domain/source-window.js';
import type { CountedSignIns } from './domain/likelihood/sign-in-model.js';
import { EpochCache } from './epoch-cache.js';
import { FoldBatch } from './fold-batch.js';
import type { FoldOutcome } from './fold-outcome.js';
import { FoldRepository } from './fold.repository.js';
import { type ScoredAccount, ScoringService } from './scoring.service.js';
import { SignalRepository } from './signal.repository.js';
import { SuppressionService } from './suppressors/suppression.service.js';

/** States remembered; a quiet one takes about 2 KiB. */
const REMEMBERED_STATES = 40_000;
const REMEMBERED_SOURCE_DAYS = 60_000;
/** Days whose counts of sign-ins are remembered. */
const REMEMBERED_MODELS = 8;

/** What a batch has to know of those before it. */
export interface FoldClock {
  readonly epoch: number;
  readonly newestEventAt: number | undefined;
  readonly settingsVersion: string;
}

/** Folds batches of events into the accounts' states, and scores the accounts whose signals changed. */
@Injectable()
export class FoldService {
  private readonly memory = {
    states: new EpochCache<AccountState>(REMEMBERED_STATES),
    sourceDays: new EpochCache<SourceDay>(REMEMBERED_SOURCE_DAYS),
    models: new EpochCache<CountedSignIns>(REMEMBERED_MODELS),
  };

  constructor(
    private readonly repository: FoldRepository,
    private readonly signals: SignalRepository,
    private readonly detectors: DetectorsService,
    private readonly scoring: ScoringService,
    private readonly suppression: SuppressionService,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Begins a batch. Only one may be under way in all processes: the caller holds the writer's lock.
   *
   * @param clock as read under the lock: the number of batches committed before, the time of the newest
   *   event (ms) and the version of the settings
   * @param events in the order of the fold
   */
  async begin(tx: Transaction, clock: FoldClock, events: readonly FoldEvent[]): Promise<FoldBatch> {
    const { epoch, newestEventAt, settingsVersion } = clock;
    this.memory.states.follow(epoch);
    this.memory.sourceDays.follow(epoch);
    this.memory.models.follow(epoch);
    const settings = await this.detectors.settings(tx, settingsVersion);
    const rules = { settings, ...(await this.suppression.said(tx, settingsVersion)) };
    const batch = new FoldBatch(tx, this.repository, this.memory, rules, events, newestEventAt);
    await batch.load();
    return batch;
  }

  /** Stores the signals of a batch and scores the accounts that they speak of. */
  async record(tx: Transaction, outcome: FoldOutcome): Promise<ScoredAccount[]> {
    await this.signals.save(tx, outcome.signals);
    return this.scoring.score(tx, [...outcome.changed]);
  }

  /** The batch is committed as `epoch`: what was remembered of it is what is stored. */
  committed(epoch: number, outcome: FoldOutcome): void {
    this.memory.states.committed(epoch);
    this.memory.sourceDays.committed(epoch);
    this.memory.models.committed(epoch);
    for (const { signal } of outcome.signals)
      this.metrics.signals.inc({ detector: signal.detector });
  }
}
