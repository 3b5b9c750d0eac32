import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Action } from './domain/action.js';
import { type ActionRow, toAction } from './stored-action.js';

/** Actions that await approval and start by themselves at a time. */
@Injectable()
export class HeldActionRepository {
  /** Those whose time has come; nobody else can change them before the end of the transaction. */
  async due(tx: Transaction, limit: number): Promise<Action[]> {
    const rows: ActionRow[] = await tx.query(
      `SELECT action.* FROM action
        WHERE action.status = 'awaiting-approval' AND action.due_at <= now()
        ORDER BY action.due_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit],
    );
    return rows.map(toAction);
  }
}
