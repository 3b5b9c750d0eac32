import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Action } from './domain/action.js';
import type { Operation } from './domain/operation.js';
import { type ActionRow, toAction } from './stored-action.js';

/** When applied actions are taken back by themselves. */
@Injectable()
export class ActionExpiryRepository {
  /** Applied actions whose time has come and that nothing takes back yet. */
  async due(tx: Transaction, limit: number): Promise<Action[]> {
    const rows: ActionRow[] = await tx.query(
      `SELECT action.* FROM action
        WHERE action.status = 'applied' AND action.expires_at <= now()
          AND NOT EXISTS (SELECT FROM action AS undo
                           WHERE undo.undo_of = action.id AND undo.account_id = action.account_id
                             AND undo.status IN ('awaiting-approval', 'queued', 'running'))
        ORDER BY action.expires_at LIMIT $1`,
      [limit],
    );
    return rows.map(toAction);
  }

  /** Looks again later. @param hours 1 unless told otherwise */
  async postpone(tx: Transaction, id: string, hours = 1): Promise<void> {
    await tx.query(
      `UPDATE action SET expires_at = now() + make_interval(hours => $2)
        WHERE id = $1 AND expires_at IS NOT NULL`,
      [id, hours],
    );
  }

  /** Nothing of this operation is left to be taken back. */
  async forget(tx: Transaction, accountId: string, operation: Operation): Promise<void> {
    await tx.query(
      `UPDATE action SET expires_at = NULL
        WHERE account_id = $1 AND status = 'applied' AND coalesce(performed, operation) = $2`,
      [accountId, operation],
    );
  }

  /** No action of this operation is taken back before then. */
  async prolong(
    tx: Transaction,
    accountId: string,
    operation: Operation,
    until: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE action SET expires_at = greatest(expires_at, $3)
        WHERE account_id = $1 AND status = 'applied' AND coalesce(performed, operation) = $2
          AND expires_at IS NOT NULL`,
      [accountId, operation, until.toISOString()],
    );
  }

  /** Whether the password was replaced by an action since then. */
  async passwordReplacedSince(tx: Transaction, accountId: string, since: Date): Promise<boolean> {
    const [row]: { found: boolean }[] = await tx.query(
      `SELECT EXISTS (SELECT FROM action
         WHERE action.account_id = $1 AND action.status = 'applied' AND action.finished_at >= $2
           AND action.operation IN ('force-reset', 'temporary-password')) AS found`,
      [accountId, since.toISOString()],
    );
    return row?.found ?? false;
  }
}
