import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** More former passwords than these no rule asks for. */
export const MOST_FORMER = 24;

/** Shared digests that no rule can ask for any more are dropped: ten years. */
const SHARED_FOR = `interval '3650 days'`;

/** Keeps the digests of passwords that were chosen. */
@Injectable()
export class PasswordHistoryRepository {
  /** An account's digests, the newest first. */
  async former(tx: Transaction, accountId: string): Promise<readonly Buffer[]> {
    const rows: { digest: Buffer }[] = await tx.query(
      `SELECT password_history.digest FROM password_history
        WHERE password_history.account_id = $1
        ORDER BY password_history.chosen_at DESC LIMIT ${MOST_FORMER}`,
      [accountId],
    );
    return rows.map(({ digest }) => digest);
  }

  /** When anybody chose it last. */
  async sharedAt(tx: Transaction, digest: Buffer): Promise<Date | undefined> {
    const [row]: { chosen_at: Date }[] = await tx.query(
      `SELECT shared_password_history.chosen_at FROM shared_password_history
        WHERE shared_password_history.digest = $1`,
      [digest],
    );
    return row?.chosen_at;
  }

  /** The newest of an account; those that no rule asks for go. */
  async add(tx: Transaction, accountId: string, digest: Buffer, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO password_history (account_id, digest, chosen_at) VALUES ($1, $2, $3)
       ON CONFLICT (account_id, digest) DO UPDATE SET chosen_at = excluded.chosen_at`,
      [accountId, digest, at],
    );
    await tx.query(
      `DELETE FROM password_history
        WHERE password_history.account_id = $1 AND password_history.digest NOT IN (
          SELECT kept.digest FROM password_history AS kept
           WHERE kept.account_id = $1 ORDER BY kept.chosen_at DESC LIMIT ${MOST_FORMER})`,
      [accountId],
    );
  }

  async addShared(tx: Transaction, digest: Buffer, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO shared_password_history (digest, chosen_at) VALUES ($1, $2)
       ON CONFLICT (digest) DO UPDATE SET chosen_at = excluded.chosen_at`,
      [digest, at],
    );
    await tx.query(
      `DELETE FROM shared_password_history
        WHERE shared_password_history.chosen_at < $1::timestamptz - ${SHARED_FOR}`,
      [at],
    );
  }
}
