import { Injectable } from '@nestjs/common';
import type { NewHappening } from '../../kernel/happening.js';
import { AfterCommit } from '../database/after-commit.js';
import type { Transaction } from '../database/transaction.js';
import { HappeningRepository } from './happening.repository.js';
import { HappeningsWaker } from './happenings-waker.service.js';

/**
 * Where features write down what others are to be told: in the transaction of the change, so that
 * both are kept or neither. Consumers get them in order, each once, after the commit.
 */
@Injectable()
export class Happenings {
  private readonly wake = (): void => this.waker.wake();

  constructor(
    private readonly repository: HappeningRepository,
    private readonly commits: AfterCommit,
    private readonly waker: HappeningsWaker,
  ) {}

  /** One statement for all of them, and none for none. */
  async record(tx: Transaction, happened: NewHappening | readonly NewHappening[]): Promise<void> {
    const happenings = 'kind' in happened ? [happened] : happened;
    if (happenings.length === 0) return;
    await this.repository.add(tx, happenings);
    this.commits.run(tx, this.wake);
  }
}
