import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import {
  type Action,
  type ActionOutcome,
  type ActionStatus,
  OPEN_STATUSES,
} from './domain/action.js';
import { finished, requested } from './action-happenings.js';
import { type StoredDirectoryState, toDirectoryState } from './stored-directory-state.js';
import type { Operation } from './domain/response-policy.js';

/** A new row of the action table. */
export type NewAction = Pick<
  Action,
  | 'id'
  | 'accountId'
  | 'operation'
  | 'status'
  | 'mode'
  | 'reason'
  | 'evidence'
  | 'ticket'
  | 'dryRun'
  | 'requestedBy'
  | 'outcome'
  | 'undoOf'
> & { readonly directoryId: string | undefined };

/** A row of the action table. */
export interface ActionRow {
  id: string;
  account_id: string;
  operation: Operation;
  status: ActionStatus;
  mode: Action['mode'];
  reason: string;
  evidence: unknown;
  ticket: string | null;
  dry_run: boolean;
  requested_by: string;
  approved_by: string | null;
  directory_id: string | null;
  before: StoredDirectoryState | null;
  after: StoredDirectoryState | null;
  outcome: ActionOutcome | null;
  attempts: number;
  undo_of: string | null;
  created_at: Date;
  finished_at: Date | null;
  expires_at: Date | null;
}

/** Writes and reads actions; the row is the truth, the queue only a reminder of it. */
@Injectable()
export class ActionRepository {
  constructor(private readonly happenings: Happenings) {}

  /**
   * Writes actions down. Of an operation that is open for the account already, nothing is written.
   *
   * @returns ids of those that were written
   */
  async add(tx: Transaction, actions: readonly NewAction[]): Promise<Set<string>> {
    const written = new Set<string>();
    for (const action of actions) {
      const rows: { id: string }[] = await tx.query(
        `INSERT INTO action (id, account_id, operation, status, mode, reason, evidence, ticket, dry_run,
                             requested_by, directory_id, outcome, undo_of, queued_at, finished_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 CASE WHEN $4 = 'queued' THEN now() END,
                 CASE WHEN $4 NOT IN ('queued', 'awaiting-approval') THEN now() END)
         ON CONFLICT (account_id, operation) WHERE status IN ('awaiting-approval', 'queued', 'running')
         DO NOTHING RETURNING action.id`,
        [
          action.id,
          action.accountId,
          action.operation,
          action.status,
          action.mode,
          action.reason,
          JSON.stringify(action.evidence),
          action.ticket ?? null,
          action.dryRun,
          action.requestedBy,
          action.directoryId ?? null,
          action.outcome ? JSON.stringify(action.outcome) : null,
          action.undoOf ?? null,
        ],
      );
      for (const { id } of rows) written.add(id);
    }
    await this.happenings.record(tx, actions.filter(({ id }) => written.has(id)).map(requested));
    return written;
  }

  /** With `lock`, nobody else can change the row before the end of the transaction. */
  async find(tx: Transaction, id: string, lock = false): Promise<Action | undefined> {
    const [row]: ActionRow[] = await tx.query(
      `SELECT action.* FROM action WHERE action.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toAction(row);
  }

  /** The open action of that operation for the account. */
  async findOpen(tx: Transaction, accountId: string, operation: Operation) {
    const [row]: ActionRow[] = await tx.query(
      `SELECT action.* FROM action
        WHERE action.account_id = $1 AND action.operation = $2
          AND action.status IN ('awaiting-approval', 'queued', 'running')`,
      [accountId, operation],
    );
    return row && toAction(row);
  }

  async change(
    tx: Transaction,
    id: string,
    change: {
      readonly status: ActionStatus;
      readonly outcome?: ActionOutcome | undefined;
      readonly approvedBy?: string | undefined;
      readonly before?: DirectoryState | undefined;
      readonly after?: DirectoryState | undefined;
      readonly directoryId?: string | undefined;
      /** Counts another try. */
      readonly tried?: boolean;
    },
  ): Promise<void> {
    const [row]: [ActionRow?] = await tx.query(
      `WITH changed AS (
       UPDATE action
          SET status = $2,
              outcome = CASE WHEN $2 IN ('queued', 'running') THEN NULL ELSE coalesce($3::jsonb, outcome) END,
              approved_by = coalesce($4, approved_by),
              before = coalesce(before, $5::jsonb), after = coalesce($6::jsonb, after),
              directory_id = coalesce($7, directory_id),
              attempts = attempts + CASE WHEN $8 THEN 1 ELSE 0 END,
              queued_at = CASE WHEN $2 = 'queued' THEN now() ELSE queued_at END,
              started_at = CASE WHEN $2 = 'running' THEN now() ELSE started_at END,
              finished_at = CASE WHEN $2 IN ('queued', 'running', 'awaiting-approval') THEN NULL
                                 ELSE coalesce(finished_at, now()) END
        WHERE id = $1 RETURNING action.*)
       SELECT changed.* FROM changed`,
      [
        id,
        change.status,
        change.outcome ? JSON.stringify(change.outcome) : null,
        change.approvedBy ?? null,
        change.before ? JSON.stringify(change.before) : null,
        change.after ? JSON.stringify(change.after) : null,
        change.directoryId ?? null,
        change.tried ?? false,
      ],
    );
    if (row && !OPEN_STATUSES.some((open) => open === change.status))
      await this.happenings.record(tx, finished(row));
  }

  /** Whether an older action of the same account is still to be done: actions of an account keep their order. */
  async hasElder(tx: Transaction, { accountId, id }: Action): Promise<boolean> {
    const [row]: { found: boolean }[] = await tx.query(
      `SELECT EXISTS (SELECT FROM action
         WHERE action.account_id = $1 AND action.id < $2 AND action.status IN ('queued', 'running')) AS found`,
      [accountId, id],
    );
    return row?.found ?? false;
  }

  /** Queued and running actions that nothing was heard of for so many seconds: their jobs may be lost. */
  async silent(tx: Transaction, seconds: number, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT action.id FROM action
        WHERE action.status IN ('queued', 'running')
          AND coalesce(action.started_at, action.queued_at, action.created_at) < now() - make_interval(secs => $1)
        ORDER BY action.created_at LIMIT $2`,
      [seconds, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Actions that the machine started within the last hour. */
  async startedThisHour(tx: Transaction): Promise<number> {
    const [row]: { count: string }[] = await tx.query(
      `SELECT count(*) FROM action
        WHERE action.mode = 'enforce' AND action.created_at > now() - interval '1 hour'
          AND action.status IN ('queued', 'running', 'applied', 'unchanged', 'failed', 'undone')`,
    );
    return Number(row?.count ?? 0);
  }

  /**
   * When each operation was last asked for, by account. What an operator took back or rejected counts:
   * his word holds against the machine until the time is up.
   */
  async lastAsked(tx: Transaction, accountIds: readonly string[]) {
    const rows: { account_id: string; operation: Operation; at: Date }[] = await tx.query(
      `SELECT action.account_id, action.operation, max(action.created_at) AS at FROM action
        WHERE action.account_id = ANY($1::uuid[]) AND NOT action.dry_run
        GROUP BY 1, 2`,
      [accountIds],
    );
    const asked = new Map<string, Map<Operation, number>>();
    for (const { account_id: accountId, operation, at } of rows) {
      const own = asked.get(accountId) ?? new Map<Operation, number>();
      asked.set(accountId, own.set(operation, at.getTime()));
    }
    return asked;
  }
}

/** Reads a row back into the words of the domain. */
export function toAction(row: ActionRow): Action {
  return {
    id: row.id,
    accountId: row.account_id,
    operation: row.operation,
    status: row.status,
    mode: row.mode,
    reason: row.reason,
    evidence: row.evidence,
    ticket: row.ticket ?? undefined,
    dryRun: row.dry_run,
    requestedBy: row.requested_by,
    approvedBy: row.approved_by ?? undefined,
    directoryId: row.directory_id ?? undefined,
    before: toDirectoryState(row.before),
    after: toDirectoryState(row.after),
    outcome: row.outcome ?? undefined,
    attempts: row.attempts,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    undoOf: row.undo_of ?? undefined,
  };
}
