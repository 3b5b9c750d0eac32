import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { DecisionsService } from '../response/decisions.service.js';
import type { Detector } from './domain/detector.js';
import type { Evidence } from './domain/signal.js';
import { ScoringService } from './scoring.service.js';
import { SignalRepository } from './signal.repository.js';

/** What is known of an account from elsewhere than its events, and raises its risk. */
export interface OutsideSignal {
  readonly accountId: string;
  /** 0..1: how likely somebody else knows the password, or will. */
  readonly confidence: number;
  /** One English sentence, for an operator. */
  readonly summary: string;
  readonly evidence: Evidence;
}

/** Where signals come from that no event is behind. */
export interface Outside {
  /** Its id, technique and weight; it looks at no event. */
  readonly detector: Pick<Detector, 'id' | 'technique'>;
  /** Stands for the event: a repeat finds the same signals. */
  readonly id: string;
  readonly at: Date;
}

/** Takes what isn't seen in events into accounts' risk: signals that the fold neither makes nor takes back. */
@Injectable()
export class OutsideSignals {
  constructor(
    private readonly signals: SignalRepository,
    private readonly scoring: ScoringService,
    private readonly decisions: DecisionsService,
  ) {}

  /**
   * Writes the signals, scores the accounts and decides upon them, as the response policy has it.
   *
   * @returns ids of actions to be dispatched once the transaction is committed
   */
  async raise(
    tx: Transaction,
    { detector: { id: detector, technique }, id: eventId, at }: Outside,
    found: readonly OutsideSignal[],
  ): ReturnType<DecisionsService['decide']> {
    await this.scoring.alone(tx);
    await this.signals.save(
      tx,
      found.map(({ accountId, ...said }) => ({
        accountId,
        signal: { detector, technique, at: at.getTime(), eventId, ...said },
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
