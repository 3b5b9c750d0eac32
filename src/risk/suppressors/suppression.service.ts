import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { DetectorSettingRepository } from '../detector-setting.repository.js';
import type { Suppression } from '../domain/suppressors/suppression.js';
import { SuppressionBook } from '../domain/suppressors/suppression-book.js';
import { SettledEvidenceRepository } from './settled-evidence.repository.js';
import { SuppressorRepository } from './suppressor.repository.js';

/** What operators have said, for the fold: read again when it has changed. */
@Injectable()
export class SuppressionService {
  private remembered: { version: string; book: SuppressionBook } | undefined;

  constructor(
    private readonly suppressors: SuppressorRepository,
    private readonly settled: SettledEvidenceRepository,
    private readonly settings: DetectorSettingRepository,
  ) {}

  /** What holds as the transaction sees it. @param known its version, if it was read */
  async book(tx: Transaction, known?: string): Promise<Suppression> {
    const version = known ?? (await this.settings.version(tx));
    if (this.remembered?.version !== version) {
      const settlements = await this.settled.all(tx);
      const book = new SuppressionBook(await this.suppressors.all(tx), settlements);
      this.remembered = { version, book };
    }
    return this.remembered.book;
  }

  /** Has every process read again what operators have said. */
  changed(tx: Transaction): Promise<void> {
    return this.settings.touch(tx);
  }

  /** Remembers, or no longer does, what a verdict says of the evidence against an account. @param at ms */
  async noteVerdict(
    tx: Transaction,
    accountId: string,
    verdict: 'compromised' | 'safe',
    at: number,
  ): Promise<void> {
    if (verdict === 'safe') await this.settled.settle(tx, accountId, at);
    else await this.settled.unsettle(tx, accountId);
    await this.changed(tx);
  }
}
