import type { NewHappening } from '../kernel/happening.js';
import type { NewAction } from './action.repository.js';
import type { ActionRow } from './stored-action.js';

/** An action was written down. */
export function requested(action: NewAction): NewHappening {
  const { id, accountId, operation, status, mode, reason, requestedBy, dryRun } = action;
  return {
    kind: 'action.requested',
    subject: id,
    accountId,
    detail: { operation, status, mode, reason, requestedBy, dryRun },
  };
}

/** An action has come to its end. */
export function finished(row: ActionRow): NewHappening {
  const { id, account_id: accountId, operation, status, outcome } = row;
  return {
    kind: 'action.finished',
    subject: id,
    accountId,
    detail: { operation, status, outcome, requestedBy: row.requested_by, dryRun: row.dry_run },
  };
}
