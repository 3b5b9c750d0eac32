import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { DecisionsService } from '../response/decisions.service.js';
import { passwordFinding } from './domain/detectors/password-finding.js';
import { ScoringService } from './scoring.service.js';
import { SignalRepository } from './signal.repository.js';

/** What an audit says of an account that raises its risk. */
export interface FindingSignal {
  readonly accountId: string;
  /** Ids of what was found, the worst first. */
  readonly findings: readonly string[];
  /** 0..1: how likely somebody else knows the password, or will. */
  readonly confidence: number;
}

/** Takes what isn't seen in events into accounts' risk: signals that the fold neither makes nor takes back. */
@Injectable()
export class FindingSignals {
  constructor(
    private readonly signals: SignalRepository,
    private readonly scoring: ScoringService,
    private readonly decisions: DecisionsService,
  ) {}

  /**
   * Writes the signals, scores the accounts and decides upon them, as the response policy has it.
   *
   * @param auditId stands for the event: a repeat finds the same signals
   * @returns ids of actions to be dispatched once the transaction is committed
   */
  async raise(
    tx: Transaction,
    auditId: string,
    at: Date,
    found: readonly FindingSignal[],
  ): ReturnType<DecisionsService['decide']> {
    await this.scoring.alone(tx);
    const { id: detector, technique } = passwordFinding;
    await this.signals.save(
      tx,
      found.map(({ accountId, findings, confidence }) => ({
        accountId,
        signal: {
          detector,
          technique,
          at: at.getTime(),
          eventId: auditId,
          confidence,
          summary: `A password audit found: ${findings.join(', ')}.`,
          evidence: { auditId, findings: findings.join(', ') },
        },
      })),
    );
    const accountIds = found.map(({ accountId }) => accountId);
    const scored = await this.scoring.score(tx, accountIds);
    return this.decisions.decide(tx, scored);
  }

  /** Starts what was decided. */
  async dispatch(actions: Awaited<ReturnType<DecisionsService['decide']>>): Promise<void> {
    await this.decisions.dispatch(actions);
  }
}
