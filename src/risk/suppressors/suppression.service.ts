import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { DetectorSettingRepository } from '../detector-setting.repository.js';
import { SuppressionBook } from '../domain/suppressors/suppression-book.js';
import type { FoldRules } from '../fold-rules.js';
import { KnownGoodRepository } from '../known-good.repository.js';
import { SettledEvidenceRepository } from './settled-evidence.repository.js';
import { SuppressorRepository } from './suppressor.repository.js';

/** What the fold has to know of operators' words. */
export type OperatorsSaid = Pick<FoldRules, 'suppression' | 'knownGood'>;

/** What operators have said, for the fold: read again when it has changed. */
@Injectable()
export class SuppressionService {
  private remembered: { version: string; said: OperatorsSaid } | undefined;

  constructor(
    private readonly suppressors: SuppressorRepository,
    private readonly settled: SettledEvidenceRepository,
    private readonly knownGood: KnownGoodRepository,
    private readonly settings: DetectorSettingRepository,
  ) {}

  /** What holds as the transaction sees it. @param known its version, if it was read */
  async said(tx: Transaction, known?: string): Promise<OperatorsSaid> {
    const version = known ?? (await this.settings.version(tx));
    if (this.remembered?.version !== version) {
      const settlements = await this.settled.all(tx);
      const suppression = new SuppressionBook(await this.suppressors.all(tx), settlements);
      const said = { suppression, knownGood: await this.knownGood.all(tx) };
      this.remembered = { version, said };
    }
    return this.remembered.said;
  }

  /** Has every process read again what operators have said. */
  changed(tx: Transaction): Promise<void> {
    return this.settings.touch(tx);
  }

  /** Takes down what a verdict says of an account's evidence and of its history. @param at ms */
  async noteVerdict(
    tx: Transaction,
    accountId: string,
    verdict: 'compromised' | 'safe',
    at: number,
  ): Promise<void> {
    if (verdict === 'safe') {
      await this.settled.settle(tx, accountId, at);
      await this.knownGood.forget(tx, accountId);
    } else {
      await this.settled.unsettle(tx, accountId);
      await this.knownGood.restore(tx, accountId);
    }
    await this.changed(tx);
  }
}
