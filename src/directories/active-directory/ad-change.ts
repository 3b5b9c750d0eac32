import { Change } from 'ldapts';
import type { DirectoryCommand, DirectoryOperation, DirectoryState } from '../domain/connector.js';
import { attributeOf } from '../ldap/ldap-connection.js';
import { hasFlag, UAC } from './user-state.js';
import type { FoundUser } from './user-entry.js';

/** What one modify does to an entry. */
export interface UserChange {
  readonly changes: readonly Change[];
  readonly steps: readonly string[];
  after(before: DirectoryState): DirectoryState;
  isDone(found: FoundUser): boolean;
}

/** Why it can't be done for this entry. */
export interface Unsupported {
  readonly unsupported: string;
  readonly instead?: DirectoryOperation;
}

/** What a command comes to for an entry, but for a new password. */
export function changeFor(
  { do: operation, keepPassword }: Pick<DirectoryCommand, 'do' | 'keepPassword'>,
  found: FoundUser,
): UserChange | Unsupported | undefined {
  switch (operation) {
    // There is no lock that an administrator could set: lockoutTime can only be cleared.
    case 'lock':
    case 'disable':
      return switched(found, false);
    case 'unlock':
      return unlocked(found);
    case 'enable':
      return switched(found, true);
    case 'force-reset':
      return keepPassword ? mustChange(found) : undefined;
    case 'revoke-sessions':
      return {
        unsupported: 'Kerberos tickets and bound connections can’t be ended by LDAP',
        instead: 'disable',
      };
    case 'hold-outbound':
    case 'release-outbound':
      return { unsupported: 'the directory doesn’t know of mail', instead: 'disable' };
  }
}

/** A new password; that it must be changed in the same modify is what ends the old one at once. */
export function passwordChanges(password: string): Change[] {
  return [
    replace('unicodePwd', Buffer.from(`"${password}"`, 'utf16le')),
    replace('pwdLastSet', Buffer.from('0')),
  ];
}

/** The steps of {@link passwordChanges}, for people. */
export const PASSWORD_STEPS = ['replace unicodePwd: a random password', 'replace pwdLastSet: 0'];

function switched(found: FoundUser, on: boolean): UserChange {
  return {
    ...controlBit(found, on),
    after: (before) => ({ ...before, active: on && before.locked !== true }),
    isDone: ({ entry }) => hasFlag(entry, UAC.disabled) !== on,
  };
}

/** Takes the directory's own lockout off, and what our lock has switched off. */
function unlocked(found: FoundUser): UserChange {
  const bit = hasFlag(found.entry, UAC.disabled) ? controlBit(found, true) : NOTHING;
  return {
    changes: [...bit.changes, replace('lockoutTime', Buffer.from('0'))],
    steps: [...bit.steps, 'replace lockoutTime: 0'],
    after: (before) => ({ ...before, active: true, locked: false }),
    isDone: ({ entry, state }) => !hasFlag(entry, UAC.disabled) && state.locked !== true,
  };
}

function mustChange({ state }: FoundUser): UserChange | Unsupported {
  if (state.passwordNeverExpires)
    return {
      unsupported:
        'its password never expires, so the directory asks for no new one: replace the password',
    };
  return {
    changes: [replace('pwdLastSet', Buffer.from('0'))],
    steps: ['replace pwdLastSet: 0'],
    after: (before) => ({ ...before, mustChange: true }),
    isDone: (found) => found.state.mustChange === true,
  };
}

const NOTHING = { changes: [], steps: [] };

/** Compare and set: the old value is deleted and the new one added, so a third one makes it fail. */
function controlBit({ entry }: FoundUser, on: boolean): Pick<UserChange, 'changes' | 'steps'> {
  const old = entry.integer('userAccountControl') ?? 0;
  const value = on ? old & ~UAC.disabled : old | UAC.disabled;
  const part = (operation: 'delete' | 'add', number: number) =>
    new Change({
      operation,
      modification: attributeOf('userAccountControl', [String(number)]),
    });
  return {
    changes: [part('delete', old), part('add', value)],
    steps: [`delete userAccountControl: ${old}`, `add userAccountControl: ${value}`],
  };
}

function replace(attribute: string, value: Buffer): Change {
  return new Change({ operation: 'replace', modification: attributeOf(attribute, [value]) });
}
