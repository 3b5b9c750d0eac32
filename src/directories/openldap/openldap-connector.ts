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
import type { StoredHash } from '../domain/stored-hash.js';
import { LdapEntry } from '../ldap/ldap-entry.js';
import { attributeValues } from '../ldap/attribute-values.js';
import { LdapCaller } from '../ldap/ldap-caller.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { LdapPool } from '../ldap/ldap-pool.js';
import { accountsAfter } from '../ldap/pages-after.js';
import type { TryPassword } from '../ldap/try-password.js';
import type { PasswordOfAction } from '../reaching/derived-password.js';
import { AccountEntries } from './account-entry.js';
import { lockMethod } from './lock-method.js';
import { OpenldapActs } from './openldap-acts.js';
import { openldapCapabilities } from './openldap-capabilities.js';
import { OpenldapChanges } from './openldap-changes.js';
import { hashesOf, pagesOfAccounts } from './openldap-list.js';
import { operationPlan } from './openldap-plan.js';
import type { EntrySettings } from './openldap-settings.js';
import { PolicyBook } from './policy-book.js';
import { SiteProbe } from './site-probe.js';

/** What a connector is given beside its settings; the secrets are in its functions alone. */
export interface OpenldapAccess {
  readonly pool: LdapPool;
  readonly passwordOf: PasswordOfAction;
  readonly tryPassword: TryPassword;
}

/** Accounts in OpenLDAP, or another LDAP server with the same attributes. */
export class OpenldapConnector implements DirectoryConnector {
  private readonly caller: LdapCaller;
  private readonly probe: SiteProbe;
  private readonly policies: PolicyBook;
  private readonly entries: AccountEntries;
  private readonly acts: OpenldapActs;
  private readonly changed: OpenldapChanges;

  constructor(
    { pool, passwordOf, tryPassword }: OpenldapAccess,
    private readonly settings: EntrySettings,
    clock: Clock,
  ) {
    this.caller = new LdapCaller(pool, clock);
    this.probe = new SiteProbe(settings, clock);
    this.policies = new PolicyBook(clock);
    this.entries = new AccountEntries(settings, this.probe, this.policies, clock);
    this.acts = new OpenldapActs(this.entries, passwordOf, tryPassword);
    this.changed = new OpenldapChanges(this.caller, this.entries, this.probe, clock);
  }

  capabilities(): Promise<Capabilities> {
    return this.caller.ask((connection) => this.probed(connection));
  }

  lookup(login: string): Promise<DirectoryAccount | undefined> {
    return this.caller.ask(
      async (connection) => (await this.entries.byName(connection, login))?.account,
    );
  }

  read(ref: string): Promise<DirectoryState | undefined> {
    return this.caller.ask(
      async (connection) => (await this.entries.byRef(connection, ref))?.state,
    );
  }

  async count(): Promise<number> {
    let accounts = 0;
    const search = { ...this.entries.search(), attributes: ['1.1'] };
    for await (const page of this.caller.pages(search, 1_000)) accounts += page.length;
    return accounts;
  }

  list({ pageSize, after }: ListOptions): AsyncIterable<readonly DirectoryAccount[]> {
    const size = Math.min(pageSize, this.settings.pageSize);
    const pages = pagesOfAccounts(this.caller, this.entries, this.entries.search(), size);
    return accountsAfter(after, pages, pageSize);
  }

  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined> {
    return this.caller.ask(async (connection) => {
      const found = await this.entries.byRef(connection, command.ref);
      if (!found) return undefined;
      const { caveats = [] } = (await this.probed(connection)).get(command.do) ?? {};
      return operationPlan(command, found, caveats);
    });
  }

  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome> {
    return this.caller.act(abort, (connection) => this.acts.perform(connection, command));
  }

  setTemporaryPassword(temporary: TemporaryPassword, abort: AbortSignal): Promise<Outcome> {
    return this.caller.act(abort, (connection) =>
      this.acts.setTemporaryPassword(connection, temporary),
    );
  }

  effectivePolicy(ref: string): Promise<EffectivePolicy | undefined> {
    return this.caller.ask(
      async (connection) => (await this.entries.byRef(connection, ref))?.finding?.policy,
    );
  }

  exportHashes({ pageSize }: ListOptions): AsyncIterable<StoredHash> {
    const size = Math.min(pageSize, this.settings.pageSize);
    return hashesOf(this.caller, this.entries, this.entries.search(), size);
  }

  attributes(ref: string, names: readonly string[]): Promise<AttributeValues | undefined> {
    return this.caller.ask(async (connection) => {
      const found = await this.entries.byRef(connection, ref);
      return found && attributeValues(connection, found.entry.dn, names);
    });
  }

  cursor(): Promise<string> {
    return Promise.resolve(this.changed.cursor());
  }

  changes(cursor: string, options: ListOptions): Promise<AsyncIterable<ChangePage> | undefined> {
    return Promise.resolve(this.changed.since(cursor, options));
  }

  close(): Promise<void> {
    return this.caller.close();
  }

  /** How accounts are locked is told for one that has nothing of its own. */
  private async probed(connection: LdapConnection): Promise<Capabilities> {
    const site = await this.probe.of(connection);
    const finding = await this.policies.of(connection, site, new LdapEntry('', {}));
    const { settings } = this;
    const method = lockMethod({ settings, site, finding, end: undefined });
    return openldapCapabilities(site, settings, method);
  }
}
