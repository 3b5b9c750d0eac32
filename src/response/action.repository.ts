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

  /** Those that there are, by id; nobody else can change their rows before the end of the transaction. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Action>> {
    const rows: ActionRow[] = await tx.query(
      `SELECT action.* FROM action WHERE action.id = ANY($1::uuid[]) ORDER BY action.id FOR UPDATE`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toAction(row)]));
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

  change(tx: Transaction, id: string, change: ActionChange): Promise<void> {
    return this.changeAll(tx, [{ id, ...change }]);
  }

  /** {@link change} for several actions, each at most once, in one statement. */
  async changeAll(
    tx: Transaction,
    changes: readonly (ActionChange & { readonly id: string })[],
  ): Promise<void> {
    if (changes.length === 0) return;
    const rows: ActionRow[] = await tx.query(
      `WITH changed AS (
       UPDATE action
          SET status = change.status,
              outcome = CASE WHEN change.status IN ('queued', 'running') THEN NULL
                             ELSE coalesce(change.outcome, action.outcome) END,
              approved_by = coalesce(change.approved_by, action.approved_by),
              before = coalesce(action.before, change.before),
              after = coalesce(change.after, action.after),
              directory_id = coalesce(change.directory_id, action.directory_id),
              attempts = action.attempts + CASE WHEN change.tried THEN 1 ELSE 0 END,
              performed = coalesce(change.performed, action.performed),
              expires_at = coalesce(action.expires_at, change.expires_at),
              due_at = change.due_at,
              queued_at = CASE WHEN change.status = 'queued' THEN now() ELSE action.queued_at END,
              started_at = CASE WHEN change.status = 'running' THEN now() ELSE action.started_at END,
              finished_at = CASE WHEN change.status IN ('queued', 'running', 'awaiting-approval') THEN NULL
                                 ELSE coalesce(action.finished_at, now()) END
         FROM jsonb_to_recordset($1::jsonb) AS change (
              id uuid, status text, outcome jsonb, approved_by text, before jsonb, after jsonb,
              directory_id uuid, tried boolean, performed text, expires_at timestamptz,
              due_at timestamptz)
        WHERE action.id = change.id RETURNING action.*)
       SELECT changed.* FROM changed`,
      [JSON.stringify(changes.map(toChangeRow))],
    );
    const ended = rows.filter(({ status }) => !OPEN_STATUSES.some((open) => open === status));
    await this.happenings.record(tx, ended.map(finished));
  }

  /**
   * Those for whose account an older action is still to be done: actions of an account keep their
   * order.
   */
  async withElders(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await tx.query(
      `SELECT action.id FROM action
        WHERE action.id = ANY($1::uuid[])
          AND EXISTS (SELECT FROM action AS elder
                       WHERE elder.account_id = action.account_id AND elder.id < action.id
                         AND elder.status IN ('queued', 'running'))`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
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

function toChangeRow(change: ActionChange & { readonly id: string }) {
  return {
    id: change.id,
    status: change.status,
    outcome: change.outcome,
    approved_by: change.approvedBy,
    before: change.before,
    after: change.after,
    directory_id: change.directoryId,
    tried: change.tried ?? false,
    performed: change.performed,
    expires_at: change.expiresAt,
    due_at: change.dueAt,
  };
}
