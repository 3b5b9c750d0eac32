import type { DirectoryOperation, DirectoryState } from '../domain/connector.js';
import type { Replacement } from '../ldap/ldap-connection.js';
import type { Found } from './account-entry.js';
import {
  DISABLE_END,
  isLockedOut,
  isOutOfTime,
  LOCK_END,
  LOCKED_FOR_GOOD,
  siteFlag,
} from './entry-state.js';
import { type LockMethod, lockMethod } from './lock-method.js';
import type { SiteFlag } from './openldap-settings.js';

/** New values of an entry that bring an operation about. */
export interface EntryChange {
  readonly replacements: readonly Replacement[];
  after(before: DirectoryState): DirectoryState;
  /** Whether an entry already is as it is meant to be. */
  isDone(found: Found): boolean;
}

/** Why it can't be done for this entry. */
export interface Unsupported {
  readonly unsupported: string;
  readonly instead?: DirectoryOperation;
}

/** What an operation comes to for an entry; a forced reset is more than new values. */
export function changeFor(
  operation: Exclude<DirectoryOperation, 'force-reset'>,
  found: Found,
): EntryChange | Unsupported {
  const { settings } = found.context;
  switch (operation) {
    case 'lock':
      return lock(methodFor(found));
    case 'unlock':
      return unlock(found);
    case 'disable':
      return disable(found);
    case 'enable':
      return enable(found);
    case 'hold-outbound':
    case 'release-outbound':
      return settings.outboundHoldAttribute
        ? mark(settings.outboundHoldAttribute, operation === 'hold-outbound', 'outboundHeld')
        : { unsupported: 'no outboundHoldAttribute is set', instead: 'lock' };
    case 'revoke-sessions':
      return {
        unsupported: 'a connection that is bound already can’t be ended by LDAP',
        instead: 'lock',
      };
  }
}

/** How this account can be locked. */
export function methodFor({ context, site, finding, entry }: Found): LockMethod {
  return lockMethod({ settings: context.settings, site, finding, end: entry.text('pwdEndTime') });
}

/** A forced reset that only asks for a new password. */
export function mustChange(): EntryChange {
  return {
    replacements: [{ attribute: 'pwdReset', values: ['TRUE'] }],
    after: (before) => ({ ...before, mustChange: true }),
    isDone: ({ entry }) => entry.flag('pwdReset') === true,
  };
}

function lock(method: LockMethod): EntryChange | Unsupported {
  const policy = { attribute: 'pwdAccountLockedTime', values: [LOCKED_FOR_GOOD] };
  const end = { attribute: 'pwdEndTime', values: [LOCK_END] };
  const after = (before: DirectoryState) => ({ ...before, active: false, locked: true });
  switch (method.by) {
    case 'attribute': {
      return { ...mark(method.flag, true, 'locked'), after };
    }
    case 'policy':
      return { replacements: [policy], after, isDone: isLockedForGood };
    case 'policy-and-end':
      return {
        replacements: [policy, end],
        after,
        isDone: (found) => isLockedForGood(found) && isOutOfTime(found.entry, found.context.now),
      };
    case 'end':
      return {
        replacements: [end],
        after,
        isDone: ({ entry, context }) => isOutOfTime(entry, context.now),
      };
    case 'nothing':
      return { unsupported: method.reason };
  }
}

function unlock({ context: { settings }, site, entry }: Found): EntryChange | Unsupported {
  const replacements = [
    ...(site.hasPolicy ? [{ attribute: 'pwdAccountLockedTime', values: [] }] : []),
    ...(entry.text('pwdEndTime') === LOCK_END ? [{ attribute: 'pwdEndTime', values: [] }] : []),
    ...(settings.lockAttribute ? [flagValue(settings.lockAttribute, false)] : []),
  ];
  if (replacements.length === 0)
    return { unsupported: 'nothing is known that locks accounts here' };
  return {
    replacements,
    after: (before) => ({ ...before, locked: false, active: true }),
    isDone: (found) =>
      found.state.locked !== true &&
      found.entry.text('pwdAccountLockedTime') === undefined &&
      found.entry.text('pwdEndTime') !== LOCK_END,
  };
}

function disable({ context: { settings, now }, site, entry }: Found): EntryChange | Unsupported {
  const after = (before: DirectoryState) => ({ ...before, active: false });
  if (settings.disableAttribute)
    return { ...mark(settings.disableAttribute, true, 'active'), after };
  if (!site.hasEndTime)
    return {
      unsupported: 'the server knows no pwdEndTime, and no disableAttribute is set',
      instead: 'lock',
    };
  const end = entry.text('pwdEndTime');
  const isDone = (found: Found) => isOutOfTime(found.entry, found.context.now);
  if (end !== undefined && end !== LOCK_END && !isOutOfTime(entry, now))
    return {
      unsupported: 'the account has a pwdEndTime of its own, which would be overwritten',
      instead: 'lock',
    };
  return { replacements: [{ attribute: 'pwdEndTime', values: [DISABLE_END] }], after, isDone };
}

function enable({ context: { settings, now }, entry }: Found): EntryChange | Unsupported {
  const after = (before: DirectoryState) => ({ ...before, active: before.locked !== true });
  if (settings.disableAttribute)
    return { ...mark(settings.disableAttribute, false, 'active'), after };
  const isOurs = entry.text('pwdEndTime') === DISABLE_END;
  if (!isOurs && isOutOfTime(entry, now) && entry.text('pwdEndTime') !== LOCK_END)
    return {
      unsupported: 'its time is over, or hasn’t come, by a pwdEndTime or pwdStartTime of its own',
    };
  return {
    replacements: [{ attribute: 'pwdEndTime', values: [] }],
    after,
    isDone: (found) => found.entry.text('pwdEndTime') !== DISABLE_END,
  };
}

function mark(
  flag: SiteFlag,
  wanted: boolean,
  key: 'active' | 'locked' | 'outboundHeld',
): EntryChange {
  return {
    replacements: [flagValue(flag, wanted)],
    after: (before) => ({ ...before, [key]: wanted }),
    isDone: ({ entry }) => siteFlag(entry, flag) === wanted,
  };
}

function flagValue({ attribute, on, off }: SiteFlag, wanted: boolean): Replacement {
  const value = wanted ? on : off;
  return { attribute, values: value ? [value] : [] };
}

/** A lock that passes by itself is made one that doesn't. */
function isLockedForGood(found: Found): boolean {
  const { entry, context } = found;
  if (!isLockedOut(entry, context)) return false;
  return (
    context.policy?.lockoutSeconds === undefined ||
    entry.text('pwdAccountLockedTime') === LOCKED_FOR_GOOD
  );
}
