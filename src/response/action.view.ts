import type { DirectoryState } from '../directories/domain/connector.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import type { ActionFilter, ActionReadModel } from './action.read-model.js';
import type { Action } from './domain/action.js';
import { ActionPosition, type ActionView } from './response.schemas.js';

/** An action as the API shows it. */
export function toActionView(action: Action): ActionView {
  return {
    id: action.id,
    accountId: action.accountId,
    do: action.operation,
    status: action.status,
    mode: action.mode,
    reason: action.reason,
    evidence: isRecord(action.evidence) ? action.evidence : {},
    ticket: action.ticket ?? null,
    requestedBy: action.requestedBy,
    approvedBy: action.approvedBy ?? null,
    directory: action.directoryId ?? null,
    before: toStateView(action.before),
    after: toStateView(action.after),
    outcome: action.outcome ?? null,
    attempts: action.attempts,
    createdAt: action.createdAt.toISOString(),
    finishedAt: action.finishedAt?.toISOString() ?? null,
    expiresAt: action.expiresAt?.toISOString() ?? null,
    undoOf: action.undoOf ?? null,
  };
}

/** One page of actions, newest first. */
export async function actionPage(
  reading: ActionReadModel,
  filter: ActionFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ActionView>> {
  const after = decodeCursor(cursor, ActionPosition)?.id;
  const rows = await reading.list({ ...filter, after }, limit + 1);
  const page = pageOf(rows, limit, ({ id }) => ({ id }));
  return { ...page, items: page.items.map(toActionView) };
}

function toStateView(state: DirectoryState | undefined): ActionView['before'] {
  if (!state) return null;
  const { active, mustChange, passwordChangedAt } = state;
  return {
    active,
    ...(mustChange === undefined ? {} : { mustChange }),
    ...(passwordChangedAt ? { passwordChangedAt: passwordChangedAt.toISOString() } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
