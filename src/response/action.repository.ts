import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { finished, requested } from './action-happenings.js';
import {
  type Action,
  type ActionOutcome,
  type ActionStatus,
  OPEN_STATUSES,
} from './domain/action.js';
import type { Operation } from './domain/operation.js';
import { type ActionRow, toAction } from './stored-action.js';

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
> & {
  readonly directoryId: string | undefined;
  readonly expiresAt?: Date | undefined;
  readonly dueAt?: Date | undefined;
  readonly campaignId?: string | undefined;
};

/** What is to be different about an action. */
export interface ActionChange {
  readonly status: ActionStatus;
  readonly outcome?: ActionOutcome | undefined;
  readonly approvedBy?: string | undefined;
  readonly performed?: Operation | undefined;
  readonly before?: DirectoryState | undefined;
  readonly after?: DirectoryState | undefined;
  readonly directoryId?: string | undefined;
  /** Kept when there is one already. */
  readonly expiresAt?: Date | undefined;
  /** When it starts by itself, while it awaits approval; without it that is forgotten. */
  readonly dueAt?: Date | undefined;
  /** Counts another try. */
  readonly tried?: boolean;
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
    if (actions.length === 0) return new Set();
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO action (id, account_id, operation, status, mode, reason, evidence, ticket, dry_run,
                           requested_by, directory_id, outcome, undo_of, expires_at, due_at, campaign_id,
                           queued_at, finished_at)
       SELECT new.id, new.account_id, new.operation, new.status, new.mode, new.reason,
              coalesce(new.evidence, '{}'), new.ticket, new.dry_run, new.requested_by,
              new.directory_id, new.outcome, new.undo_of, new.expires_at, new.due_at, new.campaign_id,
              CASE WHEN new.status = 'queued' THEN now() END,
              CASE WHEN new.status NOT IN ('queued', 'awaiting-approval') THEN now() END
         FROM jsonb_to_recordset($1::jsonb) AS new (
              id uuid, account_id uuid, operation text, status text, mode text, reason text,
              evidence jsonb, ticket text, dry_run boolean, requested_by text, directory_id uuid,
              outcome jsonb, undo_of uuid, expires_at timestamptz, due_at timestamptz,
              campaign_id uuid)
       ON CONFLICT (account_id, operation) WHERE status IN ('awaiting-approval', 'queued', 'running')
       DO NOTHING RETURNING action.id`,
      [JSON.stringify(actions.map(toRow))],
    );
    const written = new Set(rows.map(({ id }) => id));
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

  async change(tx: Transaction, id: string, change: ActionChange): Promise<void> {
    const [row]: [ActionRow?] = await tx.query(
      `WITH changed AS (
       UPDATE action
          SET status = $2,
              outcome = CASE WHEN $2 IN ('queued', 'running') THEN NULL ELSE coalesce($3::jsonb, outcome) END,
              approved_by = coalesce($4, approved_by),
              before = coalesce(before, $5::jsonb), after = coalesce($6::jsonb, after),
              directory_id = coalesce($7, directory_id),
              attempts = attempts + CASE WHEN $8 THEN 1 ELSE 0 END,
              performed = coalesce($9, performed),
              expires_at = coalesce(expires_at, $10),
              due_at = $11,
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
        change.performed ?? null,
        change.expiresAt?.toISOString() ?? null,
        change.dueAt?.toISOString() ?? null,
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

  /**
   * Queued and running actions that nothing was heard of for so many seconds: their jobs may be lost.
   * One that was never tried isn't waiting for another try, so it is missed sooner.
   */
  async silent(
    tx: Transaction,
    seconds: { readonly tried: number; readonly untried: number },
    limit: number,
  ): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT action.id FROM action
        WHERE action.status IN ('queued', 'running')
          AND coalesce(action.started_at, action.queued_at, action.created_at)
              < now() - make_interval(secs => CASE WHEN action.attempts = 0 THEN $2::float8 ELSE $1::float8 END)
        ORDER BY action.created_at LIMIT $3`,
      [seconds.tried, seconds.untried, limit],
    );
    return rows.map(({ id }) => id);
  }
}

function toRow(action: NewAction) {
  return {
    id: action.id,
    account_id: action.accountId,
    operation: action.operation,
    status: action.status,
    mode: action.mode,
    reason: action.reason,
    evidence: action.evidence,
    ticket: action.ticket,
    dry_run: action.dryRun,
    requested_by: action.requestedBy,
    directory_id: action.directoryId,
    outcome: action.outcome,
    undo_of: action.undoOf,
    expires_at: action.expiresAt,
    due_at: action.dueAt,
    campaign_id: action.campaignId,
  };
}
