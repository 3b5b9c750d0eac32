import type { DirectoryCommand } from '../domain/connector.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import type { Replacement } from '../ldap/ldap-connection.js';
import type { Found } from './account-entry.js';
import { changeFor, type EntryChange, mustChange, type Unsupported } from './change.js';

/** What a command would do to an entry. */
export function operationPlan(
  command: Omit<DirectoryCommand, 'actionId'>,
  found: Found,
  caveats: readonly string[],
): OperationPlan {
  const { state, entry, site } = found;
  const common = { do: command.do, entry: entry.dn, before: state, caveats };
  if (command.do === 'force-reset' && !command.keepPassword) {
    const reset = {
      ...common,
      after: { ...state, ...(site.hasPolicy ? { mustChange: true } : {}) },
    };
    return site.hasPasswordModify
      ? { ...reset, steps: resetSteps(found) }
      : {
          ...common,
          after: state,
          steps: [],
          unsupported: { reason: NO_RFC_3062, instead: 'lock' },
        };
  }
  const change = command.do === 'force-reset' ? marking(found) : changeFor(command.do, found);
  if ('unsupported' in change) {
    const { unsupported: reason, instead } = change;
    const unsupported = { reason, ...(instead ? { instead } : {}) };
    return { ...common, after: state, steps: [], unsupported };
  }
  if (change.isDone(found)) return { ...common, after: state, steps: [] };
  return { ...common, after: change.after(state), steps: change.replacements.map(step) };
}

const NO_RFC_3062 = 'the server sets no passwords by RFC 3062';

function marking({ site }: Found): EntryChange | Unsupported {
  return site.hasPolicy
    ? mustChange()
    : {
        unsupported:
          'the server has no must-change mark, so the password itself has to be replaced',
      };
}

function resetSteps({ entry, site }: Found): string[] {
  const lock = entry.text('pwdAccountLockedTime');
  return [
    'password modify (RFC 3062): a random password',
    ...(site.hasPolicy ? ['replace pwdReset: TRUE'] : []),
    ...(lock === undefined
      ? []
      : [`replace pwdAccountLockedTime: ${lock} (the reset takes it off)`]),
  ];
}

function step({ attribute, values }: Replacement): string {
  return values.length > 0 ? `replace ${attribute}: ${values.join(', ')}` : `delete ${attribute}`;
}
