import { Injectable } from '@nestjs/common';
import type { NewHappening } from '../kernel/happening.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { DetectorsService } from './detectors.service.js';
import { type Level, levelOf } from './domain/level.js';
import { type Contribution, explain } from './domain/scoring.js';
import { type ScoringFacts, SignalRepository } from './signal.repository.js';

/** Signals that are more than this many days older than an account's newest say nothing any more. */
const SIGNAL_DAYS = 30;

/** An account that was just scored. */
export interface ScoredAccount {
  readonly accountId: string;
  readonly score: number;
  readonly level: Level;
  /** Milliseconds since the epoch: the time for which the score holds. */
  readonly asOf: number;
  readonly contributions: readonly Contribution[];
}

/** Computes and stores the accounts' scores. */
@Injectable()
export class ScoringService {
  constructor(
    private readonly signals: SignalRepository,
    private readonly detectors: DetectorsService,
    private readonly happenings: Happenings,
  ) {}

  /**
   * Keeps batches of events out to the end of the transaction. Who scores beside them begins with
   * it: else a batch could add signals between the reading of the old ones and the writing of the
   * score, which then wouldn't know of them.
   */
  alone(tx: Transaction): Promise<void> {
    return this.signals.keepBatchesOut(tx);
  }

  /**
   * Scores accounts from their stored signals and verdicts. The caller keeps other batches out.
   *
   * @param asOf ms; without it each score holds for the time of the account's newest signal, which
   *   makes it the same however the events arrived
   */
  async score(
    tx: Transaction,
    accountIds: readonly string[],
    asOf?: number,
  ): Promise<ScoredAccount[]> {
    if (accountIds.length === 0) return [];
    const settings = await this.detectors.settings(tx);
    const facts = await this.signals.scoringFacts(tx, accountIds, SIGNAL_DAYS);
    const speaking = facts.filter(({ signals, verdict }) => signals.length > 0 || verdict);
    const scores = speaking.map(({ accountId, signals, verdict }) => {
      const newest = Math.max(verdict?.at ?? 0, ...signals.map(({ at }) => at));
      const time = asOf === undefined ? newest : Math.max(asOf, newest);
      const { score, contributions } = explain({ signals, settings, asOf: time, verdict });
      const open = signals.filter(({ at }) => verdict?.kind !== 'safe' || at > verdict.at);
      return {
        accountId,
        score,
        level: levelOf(score),
        asOf: time,
        contributions,
        openSignals: open.length,
      };
    });
    await this.signals.saveScores(tx, scores);
    // Late events can take an account's last signal back; then it stands as if there had been none.
    const silent = facts.filter((fact) => !speaking.includes(fact));
    await this.signals.dropScores(
      tx,
      silent.map(({ accountId }) => accountId),
    );
    await this.tell(tx, facts, scores);
    return scores;
  }

  /** Scores again, as of `asOf` (ms), accounts whose score is of before `before`; answers how many. */
  async refresh(tx: Transaction, before: number, asOf: number, limit: number): Promise<number> {
    await this.alone(tx);
    const accountIds = await this.signals.scoredBefore(tx, before, limit);
    await this.score(tx, accountIds, asOf);
    return accountIds.length;
  }

  private tell(
    tx: Transaction,
    facts: readonly ScoringFacts[],
    scores: readonly ScoredAccount[],
  ): Promise<void> {
    const now = new Map(scores.map((scored) => [scored.accountId, scored]));
    const changes: NewHappening[] = [];
    for (const { accountId, level: from = 'low' } of facts) {
      const { level: to, score } = now.get(accountId) ?? UNSCORED;
      if (from === to) continue;
      changes.push({
        kind: 'account.level-changed',
        subject: accountId,
        accountId,
        detail: { from, to, score },
      });
    }
    return this.happenings.record(tx, changes);
  }
}

const UNSCORED = { level: 'low', score: 0 } as const;
