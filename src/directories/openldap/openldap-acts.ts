import type { DirectoryCommand, Outcome, TemporaryPassword } from '../domain/connector.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { mayBeWorkOf, type PasswordOfAction } from '../reaching/derived-password.js';
import { readBack } from '../reaching/read-back.js';
import { AssertionControl } from '../ldap/assertion-control.js';
import type { LdapConnection, Replacement } from '../ldap/ldap-connection.js';
import { isResult } from '../ldap/ldap-fault.js';
import { PolicyControl } from '../ldap/policy-control.js';
import type { TryPassword } from '../ldap/try-password.js';
import type { AccountEntries, Found } from './account-entry.js';
import { changeFor, mustChange, type EntryChange, type Unsupported } from './change.js';
import { LOCKED_FOR_GOOD } from './entry-state.js';

/** How often an entry is read again because somebody else changed it in between. */
const TRIES = 8;

const GONE: Outcome = { kind: 'refused', reason: 'the directory no longer has this account' };

/** Carries commands out on entries. Failures are thrown as DirectoryFaults. */
export class OpenldapActs {
  constructor(
    private readonly entries: AccountEntries,
    private readonly passwordOf: PasswordOfAction,
    private readonly tryPassword: TryPassword,
  ) {}

  async perform(connection: LdapConnection, command: DirectoryCommand): Promise<Outcome> {
    if (command.do !== 'force-reset')
      return this.change(connection, command.ref, changeOf(command.do));
    if (command.keepPassword)
      return this.change(connection, command.ref, ({ site }) =>
        site.hasPolicy ? mustChange() : NO_MARK,
      );
    return this.forceReset(connection, command);
  }

  /** Sets the password, then the marks: setting it has opened a lock. */
  async setTemporaryPassword(
    connection: LdapConnection,
    { ref, actionId, password }: TemporaryPassword,
  ): Promise<Outcome> {
    const found = await this.entries.byRef(connection, ref);
    if (!found) return GONE;
    if (!found.site.hasPasswordModify) return unsupported(NO_PASSWORD_MODIFY, found);
    const policy = new PolicyControl();
    try {
      await connection.setPassword(found.entry.dn, password, policy);
    } catch (error) {
      // An earlier try of the same action may have set it, and its answer was lost.
      const isKnown = policy.error === 'passwordInHistory';
      if (!isKnown || !(await this.isPresent(found, actionId, password))) throw error;
    }
    return this.mark(connection, found, lockOf(found));
  }

  private async change(
    connection: LdapConnection,
    ref: string,
    changeTo: (found: Found) => EntryChange | Unsupported,
  ): Promise<Outcome> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await this.entries.byRef(connection, ref);
      if (!found) return GONE;
      const change = changeTo(found);
      if ('unsupported' in change) return unsupported(change, found);
      const before = found.state;
      if (change.isDone(found)) return { kind: 'unchanged', before, after: before };
      if (await this.replaced(connection, found, change.replacements))
        return this.readBack(connection, found, (after) => change.isDone(after));
    }
    throw new DirectoryFault('busy', 'the entry is being changed by others all the time');
  }

  /** Whether the entry was still as it was read, and so was changed. */
  private async replaced(
    connection: LdapConnection,
    { entry, site }: Found,
    changes: readonly Replacement[],
  ): Promise<boolean> {
    const version = site.hasAssertion ? entry.text('entryCSN') : undefined;
    const controls = version === undefined ? [] : [new AssertionControl('entryCSN', version)];
    try {
      await connection.replace(entry.dn, changes, ...controls);
      return true;
    } catch (error) {
      if (isResult(error, 'assertionFailed')) return false;
      throw error;
    }
  }

  private async forceReset(
    connection: LdapConnection,
    command: DirectoryCommand,
  ): Promise<Outcome> {
    const found = await this.entries.byRef(connection, command.ref);
    if (!found) return GONE;
    if (!found.site.hasPasswordModify) return unsupported(NO_PASSWORD_MODIFY, found);
    const password = this.passwordOf(command.actionId);
    const lock = lockOf(found) ?? (command.before?.locked ? LOCKED_FOR_GOOD : undefined);
    if (await this.isOwnWork(found, command.actionId, password)) {
      const before = found.state;
      if (isMarked(found, lock)) return { kind: 'unchanged', before, after: before };
      return this.mark(connection, found, lock);
    }
    const policy = new PolicyControl();
    try {
      await connection.setPassword(found.entry.dn, password, policy);
    } catch (error) {
      // Only this action has the password. An earlier try has set it, and a locked account can't be
      // tried for it, or a replica that lags doesn't show it yet.
      if (policy.error !== 'passwordInHistory') throw error;
    }
    return this.mark(connection, found, lock);
  }

  /** The marks come last, as an administrative reset takes a lock off (seen in OpenLDAP 2.5). */
  private async mark(
    connection: LdapConnection,
    found: Found,
    lock: string | undefined,
  ): Promise<Outcome> {
    const marks = [
      ...(found.site.hasPolicy ? [{ attribute: 'pwdReset', values: ['TRUE'] }] : []),
      ...(lock === undefined ? [] : [{ attribute: 'pwdAccountLockedTime', values: [lock] }]),
    ];
    if (marks.length > 0) await connection.replace(found.entry.dn, marks);
    return this.readBack(
      connection,
      found,
      (after) => isMarked(after, lock) && after.entry.text('entryCSN') !== undefined,
    );
  }

  private async isOwnWork(found: Found, actionId: string, password: string): Promise<boolean> {
    if (!mayBeOwn(found, actionId)) return false;
    return (await this.tryPassword(found.entry.dn, password)) === 'accepted';
  }

  /** Nobody can sign in to a locked account, so there the time of the change has to do. */
  private async isPresent(found: Found, actionId: string, password: string): Promise<boolean> {
    if (!found.state.active) return mayBeOwn(found, actionId);
    return (await this.tryPassword(found.entry.dn, password)) === 'accepted';
  }

  private readBack(
    connection: LdapConnection,
    { state: before, account }: Found,
    isDone: (found: Found) => boolean,
  ): Promise<Outcome> {
    return readBack(before, () => this.entries.byRef(connection, account.ref), isDone);
  }
}

const NO_MARK: Unsupported = {
  unsupported: 'the server has no must-change mark, so the password itself has to be replaced',
};
const NO_PASSWORD_MODIFY: Unsupported = {
  unsupported: 'the server sets no passwords by RFC 3062',
  instead: 'lock',
};

function changeOf(operation: Parameters<typeof changeFor>[0]) {
  return (found: Found) => changeFor(operation, found);
}

function unsupported({ unsupported: reason, instead }: Unsupported, { state }: Found): Outcome {
  const why = { reason, ...(instead ? { instead } : {}) };
  return { kind: 'unsupported', ...why, before: state, after: state };
}

/** The lock that a new password would take off. */
function lockOf({ entry }: Found): string | undefined {
  return entry.text('pwdAccountLockedTime');
}

function isMarked({ entry, site }: Found, lock: string | undefined): boolean {
  if (lock !== undefined && entry.text('pwdAccountLockedTime') === undefined) return false;
  return !site.hasPolicy || entry.flag('pwdReset') === true;
}

/** Trying a password costs a failure when it is wrong, so it is only tried where it may be right. */
function mayBeOwn({ site, state }: Found, actionId: string): boolean {
  if (!site.hasPolicy || state.passwordChangedAt === undefined) return !site.hasPolicy;
  return mayBeWorkOf(actionId, state.passwordChangedAt);
}
