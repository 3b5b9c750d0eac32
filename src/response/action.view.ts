import type { DirectoryState } from '../directories/domain/connector.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import type { ActionFilter, ActionReadModel } from './action.read-model.js';
import type { Action } from './domain/action.js';
import type { ActionPlan } from './action-plan.service.js';
import { ActionPosition, type ActionPlanView, type ActionView } from './response.schemas.js';

/** An action as the API shows it. */
export function toActionView(action: Action): ActionView {
  return {
    id: action.id,
    accountId: action.accountId,
    do: action.operation,
    performed: action.performed ?? null,
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
    dueAt: action.dueAt?.toISOString() ?? null,
    undoOf: action.undoOf ?? null,
    campaign: action.campaignId ?? null,
  };
}

/** What an action would do, as the API shows it. */
export function toPlanView({ accountId, operation, plan, ...rest }: ActionPlan): ActionPlanView {
  return {
    accountId,
    do: operation,
    performed: rest.obstacle ? null : (plan?.do ?? operation),
    directory: rest.directoryId ?? null,
    entry: plan?.entry ?? null,
    before: toStateView(plan?.before),
    after: toStateView(plan?.after),
    steps: [...(plan?.steps ?? [])],
    caveats: [...(plan?.caveats ?? [])],
    unsupported: rest.unsupported
      ? { reason: rest.unsupported.reason, instead: rest.unsupported.instead ?? null }
      : null,
    obstacle: rest.obstacle ?? null,
    holds: [...rest.holds],
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
  const { active, locked, outboundHeld, mustChange, passwordChangedAt } = state;
  return {
    active,
    ...(locked === undefined ? {} : { locked }),
    ...(outboundHeld === undefined ? {} : { outboundHeld }),
    ...(mustChange === undefined ? {} : { mustChange }),
    ...(passwordChangedAt ? { passwordChangedAt: passwordChangedAt.toISOString() } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
