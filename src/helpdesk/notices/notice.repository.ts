import { Injectable } from '@nestjs/common';
import type { Notice } from '../../response/domain/notice.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { StoredNotice } from './notice.js';

interface NoticeRow {
  id: string;
  account_id: string;
  subject: string;
  text: string;
  created_at: Date;
}

/** Reads and writes rows of `notice`. */
@Injectable()
export class NoticeRepository {
  /** One that is there already stays. */
  async add(
    tx: Transaction,
    { id, accountId, subject, text }: Notice & Pick<StoredNotice, 'id' | 'accountId'>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO notice (id, account_id, subject, text) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO NOTHING`,
      [id, accountId, subject, text],
    );
  }

  /** In the order of their actions. @param after id of the one before */
  async waiting(
    tx: Transaction,
    after: string | undefined,
    limit: number,
  ): Promise<StoredNotice[]> {
    const rows: NoticeRow[] = await tx.query(
      `SELECT notice.id, notice.account_id, notice.subject, notice.text, notice.created_at FROM notice
        WHERE notice.status = 'waiting' AND ($1::uuid IS NULL OR notice.id > $1)
        ORDER BY notice.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(({ account_id: accountId, created_at: createdAt, ...row }) => ({
      ...row,
      accountId,
      createdAt,
    }));
  }

  /** @param sentTo as operators may see it */
  async sent(tx: Transaction, id: string, sentTo: string): Promise<void> {
    await tx.query(
      `UPDATE notice SET status = 'sent', sent_to = $2, problem = NULL, ended_at = now() WHERE id = $1`,
      [id, sentTo],
    );
  }

  async notSent(tx: Transaction, id: string, problem: string): Promise<void> {
    await tx.query(
      `UPDATE notice SET status = 'not-sent', problem = $2, ended_at = now() WHERE id = $1`,
      [id, problem],
    );
  }

  async noteProblem(tx: Transaction, id: string, problem: string): Promise<void> {
    await tx.query(`UPDATE notice SET problem = $2 WHERE id = $1`, [id, problem]);
  }

  async dropOld(tx: Transaction, days: number): Promise<void> {
    await tx.query(`DELETE FROM notice WHERE notice.ended_at < now() - make_interval(days => $1)`, [
      days,
    ]);
  }
}
