import type { DirectoryCommand } from '../domain/connector.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import { changeFor, PASSWORD_STEPS } from './ad-change.js';
import type { FoundUser } from './user-entry.js';

/** What a command would do to an entry. */
export function operationPlan(
  command: Omit<DirectoryCommand, 'actionId'>,
  found: FoundUser,
  caveats: readonly string[],
): OperationPlan {
  const { state, entry } = found;
  const common = { do: command.do, entry: entry.dn, before: state, caveats };
  const change = changeFor(command, found);
  if (change === undefined) {
    const mustChange = state.passwordNeverExpires !== true;
    return { ...common, after: { ...state, mustChange }, steps: PASSWORD_STEPS };
  }
  if ('unsupported' in change) {
    const { unsupported: reason, instead } = change;
    const unsupported = { reason, ...(instead ? { instead } : {}) };
    return { ...common, after: state, steps: [], unsupported };
  }
  if (change.isDone(found)) return { ...common, after: state, steps: [] };
  return { ...common, after: change.after(state), steps: change.steps };
}
