import type { DirectoryAccount, DirectoryState } from '../domain/connector.js';
import type { Filter } from 'ldapts';
import type { Clock } from '../../kernel/clock.js';
import { parentOf } from '../ldap/dn.js';
import { all, matching, parsedFilter, present } from '../ldap/filters.js';
import type { LdapConnection, LdapSearch } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { entryState, STATE_ATTRIBUTES, type StateContext } from './entry-state.js';
import type { EntrySettings } from './openldap-settings.js';
import type { PolicyBook, PolicyFinding } from './policy-book.js';
import type { LdapSite, SiteProbe } from './site-probe.js';

/** Longest name that is looked for. */
const MAX_NAME = 320;

/** An account's entry with all that an act needs to know. */
export interface Found {
  readonly entry: LdapEntry;
  readonly site: LdapSite;
  readonly finding: PolicyFinding | undefined;
  readonly context: StateContext;
  readonly state: DirectoryState;
  readonly account: DirectoryAccount;
}

/** Finds the entries of accounts and reads them. */
export class AccountEntries {
  private readonly accounts: Filter;
  private readonly attributes: readonly string[];

  constructor(
    private readonly settings: EntrySettings,
    private readonly probe: SiteProbe,
    private readonly policies: PolicyBook,
    private readonly clock: Clock,
  ) {
    const { userFilter, loginAttribute, idAttribute, mailAttributes } = settings;
    this.accounts = all(parsedFilter(userFilter), present(loginAttribute));
    this.attributes = [
      loginAttribute,
      idAttribute,
      settings.displayNameAttribute,
      'cn',
      'memberOf',
      'entryCSN',
      ...mailAttributes,
      ...(settings.unitAttribute ? [settings.unitAttribute] : []),
      ...[
        settings.lockAttribute,
        settings.disableAttribute,
        settings.outboundHoldAttribute,
      ].flatMap((flag) => (flag ? [flag.attribute] : [])),
      ...STATE_ATTRIBUTES,
    ];
  }

  /** A search for accounts. */
  search(...also: readonly Filter[]): LdapSearch {
    const filter = also.length > 0 ? all(this.accounts, ...also) : this.accounts;
    return { base: this.settings.baseDn, scope: 'sub', filter, attributes: this.attributes };
  }

  /** The account of a ref; undefined when it is gone. */
  async byRef(connection: LdapConnection, ref: string): Promise<Found | undefined> {
    return this.only(connection, this.settings.idAttribute, ref);
  }

  /** The account of a login, else the one account that has it as a mail address. */
  async byName(connection: LdapConnection, name: string): Promise<Found | undefined> {
    for (const attribute of [this.settings.loginAttribute, ...this.settings.mailAttributes]) {
      const found = await this.only(connection, attribute, name);
      if (found) return found;
    }
    return undefined;
  }

  async read(connection: LdapConnection, entry: LdapEntry): Promise<Found | undefined> {
    const site = await this.probe.of(connection);
    const finding = await this.policies.of(connection, site, entry);
    const context = {
      policy: finding?.policy,
      hasPolicy: site.hasPolicy,
      settings: this.settings,
      now: this.clock.now(),
    };
    const state = entryState(entry, context);
    const account = this.account(entry, state);
    return account && { entry, site, finding, context, state, account };
  }

  private async only(
    connection: LdapConnection,
    attribute: string,
    value: string,
  ): Promise<Found | undefined> {
    if (value === '' || value.length > MAX_NAME || value.includes('\0')) return undefined;
    const search = { ...this.search(matching(attribute, value)), limit: 2 };
    const [entry, second] = await connection.search(search);
    return entry && !second ? this.read(connection, entry) : undefined;
  }

  private account(entry: LdapEntry, state: DirectoryState): DirectoryAccount | undefined {
    const { idAttribute, loginAttribute, mailAttributes, unitAttribute } = this.settings;
    const ref = entry.text(idAttribute);
    const login = entry.text(loginAttribute);
    if (ref === undefined || login === undefined) return undefined;
    const displayName = entry.text(this.settings.displayNameAttribute) ?? entry.text('cn');
    const mails = mailAttributes.flatMap((attribute) => entry.texts(attribute));
    const unit = unitAttribute ? entry.text(unitAttribute) : parentOf(entry.dn);
    return {
      ref,
      login,
      ...(displayName ? { displayName } : {}),
      addresses: [...new Set([...(login.includes('@') ? [login] : []), ...mails])],
      ...(mails[0] === undefined ? {} : { mail: mails[0] }),
      ...(unit === undefined ? {} : { unit }),
      groups: entry.texts('memberOf'),
      state,
    };
  }
}
