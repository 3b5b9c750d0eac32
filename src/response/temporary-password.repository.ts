import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** A temporary password as it is kept. */
export interface SealedPassword {
  readonly accountId: string;
  /** Absent once it was fetched, or its time is over. */
  readonly sealed: Buffer | undefined;
  /** Absent while the directory doesn't have it. */
  readonly expiresAt: Date | undefined;
  readonly fetchedAt: Date | undefined;
}

/** Keeps temporary passwords, sealed, until they are fetched. */
@Injectable()
export class TemporaryPasswordRepository {
  /** Keeps the first one of an action: a repeat after a crash goes on with that. */
  async keep(tx: Transaction, actionId: string, accountId: string, sealed: Buffer): Promise<void> {
    await tx.query(
      `INSERT INTO temporary_password (action_id, account_id, sealed) VALUES ($1, $2, $3)
       ON CONFLICT (action_id) DO NOTHING`,
      [actionId, accountId, sealed],
    );
  }

  /** With `lock`, nobody else can change the row before the end of the transaction. */
  async find(tx: Transaction, actionId: string, lock = false): Promise<SealedPassword | undefined> {
    const [row]: {
      account_id: string;
      sealed: Buffer | null;
      expires_at: Date | null;
      fetched_at: Date | null;
    }[] = await tx.query(
      `SELECT temporary_password.* FROM temporary_password
        WHERE temporary_password.action_id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [actionId],
    );
    return (
      row && {
        accountId: row.account_id,
        sealed: row.sealed ?? undefined,
        expiresAt: row.expires_at ?? undefined,
        fetchedAt: row.fetched_at ?? undefined,
      }
    );
  }

  /** The directory has it: from now on it can be fetched, until then. */
  async offer(tx: Transaction, actionId: string, until: Date): Promise<void> {
    await tx.query(`UPDATE temporary_password SET expires_at = $2 WHERE action_id = $1`, [
      actionId,
      until.toISOString(),
    ]);
  }

  async noteFetched(tx: Transaction, actionId: string, by: string): Promise<void> {
    await tx.query(
      `UPDATE temporary_password SET sealed = NULL, fetched_at = now(), fetched_by = $2
        WHERE action_id = $1`,
      [actionId, by],
    );
  }

  async forget(tx: Transaction, actionId: string): Promise<void> {
    await tx.query(`DELETE FROM temporary_password WHERE action_id = $1`, [actionId]);
  }

  /** What wasn't fetched in time is gone. */
  async forgetExpired(tx: Transaction): Promise<void> {
    await tx.query(
      `UPDATE temporary_password SET sealed = NULL
        WHERE sealed IS NOT NULL AND expires_at <= now()`,
    );
  }
}
