import type { Action, ActionMode, ActionOutcome, ActionStatus } from './domain/action.js';
import type { Operation } from './domain/operation.js';
import { type StoredDirectoryState, toDirectoryState } from './stored-directory-state.js';

/** A row of the action table. */
export interface ActionRow {
  id: string;
  account_id: string;
  operation: Operation;
  performed: Operation | null;
  status: ActionStatus;
  mode: ActionMode;
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
  due_at: Date | null;
  campaign_id: string | null;
}

/** Reads a row back into the words of the domain. */
export function toAction(row: ActionRow): Action {
  return {
    id: row.id,
    accountId: row.account_id,
    operation: row.operation,
    performed: row.performed ?? undefined,
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
    dueAt: row.due_at ?? undefined,
    campaignId: row.campaign_id ?? undefined,
    undoOf: row.undo_of ?? undefined,
  };
}
