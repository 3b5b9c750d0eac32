import { Control, type BerWriter } from 'ldapts';
import type { DirectoryCommand, Outcome, TemporaryPassword } from '../domain/connector.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import { isResult } from '../ldap/ldap-fault.js';
import type { TryPassword } from '../ldap/try-password.js';
import { mayBeWorkOf, type PasswordOfAction } from '../reaching/derived-password.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { readBack } from '../reaching/read-back.js';
import { parseGeneralizedTime } from '../ldap/generalized-time.js';
import { changeFor, passwordChanges, type Unsupported } from './ad-change.js';
import { type DomainProbe, POLICY_HINTS } from './domain-probe.js';
import type { FoundUser, UserEntries } from './user-entry.js';

/** How often an entry is read again because somebody else changed it in between. */
const TRIES = 8;

const GONE: Outcome = { kind: 'refused', reason: 'the directory no longer has this account' };

/** Carries commands out on entries. Failures are thrown as DirectoryFaults. */
export class AdActs {
  constructor(
    private readonly users: UserEntries,
    private readonly probe: DomainProbe,
    private readonly passwordOf: PasswordOfAction,
    private readonly tryPassword: TryPassword,
  ) {}

  async perform(connection: LdapConnection, command: DirectoryCommand): Promise<Outcome> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await this.users.byRef(connection, command.ref);
      if (!found) return GONE;
      const change = changeFor(command, found);
      if (change === undefined) return this.forceReset(connection, command.actionId, found);
      if ('unsupported' in change) return unsupported(change, found);
      const before = found.state;
      if (change.isDone(found)) return { kind: 'unchanged', before, after: before };
      try {
        await connection.modify(found.entry.dn, change.changes);
      } catch (error) {
        // The value that was to be deleted is no longer there.
        if (isResult(error, 'noSuchAttribute')) continue;
        throw error;
      }
      return this.readBack(connection, found, (after) => change.isDone(after));
    }
    throw new DirectoryFault('busy', 'the entry is being changed by others all the time');
  }

  /** Keeps to the password history where the controller can be asked to. */
  async setTemporaryPassword(
    connection: LdapConnection,
    { ref, actionId, password }: TemporaryPassword,
  ): Promise<Outcome> {
    const found = await this.users.byRef(connection, ref);
    if (!found) return GONE;
    const { controls } = await this.probe.of(connection);
    const hints = controls.has(POLICY_HINTS) ? [new PolicyHintsControl()] : [];
    try {
      await connection.modify(found.entry.dn, passwordChanges(password), ...hints);
    } catch (error) {
      // By the history, the password of an earlier try of the same action can't be set again.
      if (!isResult(error, 'constraintViolation') || !mayBeOwn(found, actionId)) throw error;
      if ((await this.tryPassword(found.entry.dn, password)) !== 'accepted') throw error;
    }
    return this.readBack(connection, found, isMarked);
  }

  private async forceReset(
    connection: LdapConnection,
    actionId: string,
    found: FoundUser,
  ): Promise<Outcome> {
    const password = this.passwordOf(actionId);
    if (mayBeOwn(found, actionId)) {
      const own = (await this.tryPassword(found.entry.dn, password)) === 'accepted';
      if (own) return { kind: 'unchanged', before: found.state, after: found.state };
    }
    await connection.modify(found.entry.dn, passwordChanges(password));
    return this.readBack(connection, found, isMarked);
  }

  private readBack(
    connection: LdapConnection,
    { state: before, account }: FoundUser,
    isDone: (found: FoundUser) => boolean,
  ): Promise<Outcome> {
    return readBack(before, () => this.users.byRef(connection, account.ref), isDone);
  }
}

/** The value is `SEQUENCE { INTEGER 1 }` ([MS-ADTS] 3.1.1.3.4.1.27). */
class PolicyHintsControl extends Control {
  constructor() {
    super(POLICY_HINTS, { critical: true });
  }

  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 3, 2, 1, 1]), 4);
  }
}

function unsupported({ unsupported: reason, instead }: Unsupported, { state }: FoundUser): Outcome {
  const why = { reason, ...(instead ? { instead } : {}) };
  return { kind: 'unsupported', ...why, before: state, after: state };
}

function isMarked({ entry }: FoundUser): boolean {
  return entry.text('pwdLastSet') === '0';
}

/** Trying a password costs a failure when it is wrong, so it is only tried where it may be right. */
function mayBeOwn({ entry }: FoundUser, actionId: string): boolean {
  const changedAt = parseGeneralizedTime(entry.text('whenChanged'));
  return entry.text('pwdLastSet') === '0' && (!changedAt || mayBeWorkOf(actionId, changedAt));
}
