import { Injectable } from '@nestjs/common';
import type { Happening } from '../../kernel/happening.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { HappeningConsumer } from '../../platform/happenings/happening-consumers.service.js';
import { OwnersNotice } from '../domain/story.js';
import { NoticeRepository } from './notice.repository.js';

/** Writes down what the owners of accounts are to be told. */
@Injectable()
export class NoticeConsumer implements HappeningConsumer {
  readonly name = 'notices';

  constructor(private readonly notices: NoticeRepository) {}

  async take(tx: Transaction, happenings: readonly Happening[]): Promise<void> {
    for (const { kind, subject: id, accountId, detail } of happenings) {
      if (kind !== 'action.finished' || accountId === undefined) continue;
      const told = OwnersNotice.safeParse(detail);
      if (told.success) await this.notices.add(tx, { id, accountId, ...told.data.notice });
    }
  }
}
