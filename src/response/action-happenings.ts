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

/** An action has come to its end. The notice is what the account's owner is to be told. */
export function finished(row: ActionRow): NewHappening {
  const { id, account_id: accountId, operation, status, outcome } = row;
  const notice = status === 'applied' ? noticeIn(row.evidence) : undefined;
  return {
    kind: 'action.finished',
    subject: id,
    accountId,
    detail: {
      operation,
      status,
      outcome,
      requestedBy: row.requested_by,
      dryRun: row.dry_run,
      ...(row.campaign_id === null ? {} : { campaign: row.campaign_id }),
      ...(notice === undefined ? {} : { notice }),
    },
  };
}

function noticeIn(evidence: unknown): unknown {
  return typeof evidence === 'object' && evidence !== null && 'notice' in evidence
    ? evidence.notice
    : undefined;
}
