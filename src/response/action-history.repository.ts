import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { ActionStatus } from './domain/action.js';
import type { CanaryAction } from './domain/canary.js';
import type { OperationHistory } from './domain/ladder.js';
import type { Operation } from './domain/operation.js';

/** Statuses of actions that were started. */
const STARTED = `('queued', 'running', 'applied', 'unchanged', 'failed', 'undone')`;
/** Those that keep nobody out don't count against a cap. */
const RESTRICTIVE = `('hold-outbound', 'force-reset', 'lock', 'disable', 'revoke-sessions')`;

/** What was done before, as ladders and caps look at it. */
@Injectable()
export class ActionHistoryRepository {
  /** Actions that the machine started within the last hour. */
  async startedThisHour(tx: Transaction): Promise<number> {
    const [row]: { count: string }[] = await tx.query(
      `SELECT count(*) FROM action
        WHERE action.mode = 'enforce' AND action.queued_at > now() - interval '1 hour'
          AND action.status IN ${STARTED} AND action.operation IN ${RESTRICTIVE}`,
    );
    return Number(row?.count ?? 0);
  }

  /** Accounts that the machine acted on within the last day, by directory. */
  async touchedToday(
    tx: Transaction,
    directoryIds: readonly string[],
  ): Promise<Map<string, Set<string>>> {
    const rows: { directory_id: string; account_id: string }[] = await tx.query(
      `SELECT DISTINCT account.directory_id, action.account_id
         FROM action JOIN account ON account.id = action.account_id
        WHERE action.mode = 'enforce' AND action.queued_at > now() - interval '1 day'
          AND action.status IN ${STARTED} AND action.operation IN ${RESTRICTIVE}
          AND account.directory_id = ANY($1::uuid[])`,
      [directoryIds],
    );
    const touched = new Map<string, Set<string>>();
    for (const { directory_id: directoryId, account_id: accountId } of rows) {
      const own = touched.get(directoryId) ?? new Set();
      touched.set(directoryId, own.add(accountId));
    }
    return touched;
  }

  /** The first actions that the machine started since the policy was changed. */
  async canary(tx: Transaction, since: Date, size: number): Promise<CanaryAction[]> {
    const rows: { status: ActionStatus; finished_at: Date | null }[] = await tx.query(
      `SELECT action.status, action.finished_at FROM action
        WHERE action.mode = 'enforce' AND action.queued_at > $1
          AND action.operation IN ${RESTRICTIVE}
        ORDER BY action.queued_at, action.id LIMIT $2`,
      [since.toISOString(), size],
    );
    return rows.map(({ status, finished_at: finishedAt }) => ({
      status,
      finishedAt: finishedAt?.getTime(),
    }));
  }

  /**
   * What was done about accounts, by operation. What an operator took back or rejected counts as
   * asked for: his word holds against the machine until the time is up.
   */
  async of(
    tx: Transaction,
    accountIds: readonly string[],
  ): Promise<Map<string, Map<Operation, OperationHistory>>> {
    const rows: {
      account_id: string;
      operation: Operation;
      asked_at: Date;
      applied_at: Date | null;
    }[] = await tx.query(
      `SELECT action.account_id, action.operation, max(action.created_at) AS asked_at,
              max(action.finished_at) FILTER (WHERE action.status = 'applied') AS applied_at
         FROM action
        WHERE action.account_id = ANY($1::uuid[]) AND NOT action.dry_run
        GROUP BY 1, 2`,
      [accountIds],
    );
    const histories = new Map<string, Map<Operation, OperationHistory>>();
    for (const { account_id: accountId, operation, ...at } of rows) {
      const own = histories.get(accountId) ?? new Map<Operation, OperationHistory>();
      histories.set(
        accountId,
        own.set(operation, {
          lastAsked: at.asked_at.getTime(),
          lastApplied: at.applied_at?.getTime(),
        }),
      );
    }
    return histories;
  }
}
