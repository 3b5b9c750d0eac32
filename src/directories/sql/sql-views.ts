import type { DirectoryOperation, DirectoryState, Outcome } from '../domain/connector.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import { schemeName } from '../domain/scheme-name.js';
import type { StoredHash } from '../domain/stored-hash.js';
import type { Change, ChangeContext, Unsupported } from './change.js';
import { sqlCapabilities } from './sql-capabilities.js';
import type { AccountRow } from './statements.js';

/** What a change would do to a row. */
export function operationPlan(
  operation: DirectoryOperation,
  row: AccountRow,
  change: Change | Unsupported,
  { plan, settings }: ChangeContext,
): OperationPlan {
  const { state, ref } = row.account;
  const entry = `${settings.table}, ${plan.login.name} = ${ref}`;
  const caveats = sqlCapabilities(plan, settings).get(operation)?.caveats ?? [];
  const common = { do: operation, entry, before: state, caveats };
  if ('unsupported' in change)
    return { ...common, after: state, steps: [], unsupported: withReason(change) };
  if (change.isDone(row)) return { ...common, after: state, steps: [] };
  return { ...common, after: change.after(state), steps: change.steps };
}

/** What ending the sessions of a row's account would do. */
export function sessionsPlan(
  { account: { state, login } }: AccountRow,
  { plan, settings }: ChangeContext,
): OperationPlan {
  const caveats = sqlCapabilities(plan, settings, true).get('revoke-sessions')?.caveats ?? [];
  const steps = [`doveadm auth cache flush ${login}`, `doveadm kick ${login}`];
  return { do: 'revoke-sessions', entry: login, before: state, after: state, steps, caveats };
}

/** That a table can't do it, and what it can. */
export function unsupportedOutcome(change: Unsupported, state: DirectoryState): Outcome {
  return { kind: 'unsupported', ...withReason(change), before: state, after: state };
}

/** A row's stored password, for an audit. */
export function storedHash({ account, stored }: AccountRow): StoredHash {
  const { ref, login, state } = account;
  return {
    ref,
    login,
    scheme: schemeName(stored),
    hash: stored,
    active: state.active,
    ...(state.passwordChangedAt ? { changedAt: state.passwordChangedAt } : {}),
  };
}

function withReason({ unsupported, instead }: Unsupported) {
  return { reason: unsupported, ...(instead ? { instead } : {}) };
}
