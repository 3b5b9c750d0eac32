import type { Clock } from '../../kernel/clock.js';
import type { ChangePage } from '../domain/changes.js';
import type {
  AttributeValues,
  Capabilities,
  DirectoryAccount,
  DirectoryCommand,
  DirectoryConnector,
  DirectoryState,
  ListOptions,
  Outcome,
  TemporaryPassword,
} from '../domain/connector.js';
import type { EffectivePolicy } from '../domain/effective-policy.js';
import type { OperationPlan } from '../domain/operation-plan.js';
import { attributeValues } from '../ldap/attribute-values.js';
import { LdapCaller } from '../ldap/ldap-caller.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { LdapPool } from '../ldap/ldap-pool.js';
import { accountsAfter } from '../ldap/pages-after.js';
import type { TryPassword } from '../ldap/try-password.js';
import type { PasswordOfAction } from '../reaching/derived-password.js';
import { OneAtATime } from '../reaching/one-at-a-time.js';
import { AdActs } from './ad-acts.js';
import { adCapabilities } from './ad-capabilities.js';
import { AdChanges } from './ad-changes.js';
import { operationPlan } from './ad-plan.js';
import type { UserSettings } from './ad-settings.js';
import { policyOf } from './domain-policy.js';
import { DomainProbe } from './domain-probe.js';
import { UserEntries } from './user-entry.js';

/** What a connector is given beside its settings; the secrets are in its functions alone. */
export interface AdAccess {
  readonly pool: LdapPool;
  readonly passwordOf: PasswordOfAction;
  readonly tryPassword: TryPassword;
}

/** Accounts in Active Directory or Samba AD. */
export class AdConnector implements DirectoryConnector {
  private readonly caller: LdapCaller;
  private readonly probe: DomainProbe;
  private readonly users: UserEntries;
  private readonly acts: AdActs;
  private readonly changed: AdChanges;
  /** Samba doesn't compare what is deleted from userAccountControl, so acts on one account queue. */
  private readonly oneAtATime = new OneAtATime();

  constructor(
    { pool, passwordOf, tryPassword }: AdAccess,
    private readonly settings: UserSettings,
    clock: Clock,
  ) {
    this.caller = new LdapCaller(pool, clock);
    this.probe = new DomainProbe(clock);
    this.users = new UserEntries(settings, clock);
    this.acts = new AdActs(this.users, this.probe, passwordOf, tryPassword);
    this.changed = new AdChanges(this.caller, this.users, this.probe);
  }

  capabilities(): Promise<Capabilities> {
    return this.caller.ask((connection) => this.probed(connection));
  }

  lookup(login: string): Promise<DirectoryAccount | undefined> {
    return this.caller.ask(
      async (connection) => (await this.users.byName(connection, login))?.account,
    );
  }

  read(ref: string): Promise<DirectoryState | undefined> {
    return this.caller.ask(async (connection) => (await this.users.byRef(connection, ref))?.state);
  }

  async count(): Promise<number> {
    let accounts = 0;
    const search = { ...this.users.search(), attributes: ['1.1'], binary: [] };
    for await (const page of this.caller.pages(search, 1_000)) accounts += page.length;
    return accounts;
  }

  list({ pageSize, after }: ListOptions): AsyncIterable<readonly DirectoryAccount[]> {
    const size = Math.min(pageSize, this.settings.pageSize);
    return accountsAfter(after, this.pages(size), pageSize);
  }

  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined> {
    return this.caller.ask(async (connection) => {
      const found = await this.users.byRef(connection, command.ref);
      if (!found) return undefined;
      const { caveats = [] } = (await this.probed(connection)).get(command.do) ?? {};
      return operationPlan(command, found, caveats);
    });
  }

  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome> {
    return this.act(command.ref, abort, (connection) => this.acts.perform(connection, command));
  }

  setTemporaryPassword(temporary: TemporaryPassword, abort: AbortSignal): Promise<Outcome> {
    return this.act(temporary.ref, abort, (connection) =>
      this.acts.setTemporaryPassword(connection, temporary),
    );
  }

  effectivePolicy(ref: string): Promise<EffectivePolicy | undefined> {
    return this.caller.ask(async (connection) => {
      const found = await this.users.byRef(connection, ref);
      return found && policyOf(connection, await this.probe.of(connection), found.entry);
    });
  }

  attributes(ref: string, names: readonly string[]): Promise<AttributeValues | undefined> {
    return this.caller.ask(async (connection) => {
      const found = await this.users.byRef(connection, ref);
      return found && attributeValues(connection, found.entry.dn, names);
    });
  }

  cursor(): Promise<string> {
    return this.changed.cursor();
  }

  changes(cursor: string, options: ListOptions): Promise<AsyncIterable<ChangePage> | undefined> {
    return this.changed.since(cursor, options);
  }

  close(): Promise<void> {
    return this.caller.close();
  }

  private act(
    ref: string,
    abort: AbortSignal,
    work: (connection: LdapConnection) => Promise<Outcome>,
  ): Promise<Outcome> {
    return this.oneAtATime.run(ref, () => this.caller.act(abort, work));
  }

  private async *pages(pageSize: number): AsyncIterable<DirectoryAccount[]> {
    for await (const page of this.caller.pages(this.users.search(), pageSize))
      yield page.flatMap((entry) => this.users.read(entry)?.account ?? []);
  }

  private async probed(connection: LdapConnection): Promise<Capabilities> {
    const domain = await this.probe.of(connection);
    const [sample] = await connection.search(this.users.sample());
    return adCapabilities(domain, sample, await this.changed.readsDeleted(connection));
  }
}
