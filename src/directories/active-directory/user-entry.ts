import type { Filter } from 'ldapts';
import type { Clock } from '../../kernel/clock.js';
import type { DirectoryAccount, DirectoryState } from '../domain/connector.js';
import { parentOf } from '../ldap/dn.js';
import { all, matching, parsedFilter } from '../ldap/filters.js';
import type { LdapConnection, LdapSearch } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { LdapFault } from '../ldap/ldap-fault.js';
import type { UserSettings } from './ad-settings.js';
import { guidDn, guidText, isGuid } from './guid.js';
import { STATE_ATTRIBUTES, userState } from './user-state.js';

/** Longest name that is looked for. */
const MAX_NAME = 320;
const BINARY = ['objectGUID'];
const ATTRIBUTES = [
  'objectGUID',
  'sAMAccountName',
  'userPrincipalName',
  'displayName',
  'cn',
  'mail',
  'proxyAddresses',
  'memberOf',
  'msDS-ResultantPSO',
  ...STATE_ATTRIBUTES,
];

/** An account's entry, and what it says. */
export interface FoundUser {
  readonly entry: LdapEntry;
  readonly state: DirectoryState;
  readonly account: DirectoryAccount;
}

/** Finds the entries of accounts and reads them. */
export class UserEntries {
  private readonly users: Filter;

  constructor(
    private readonly settings: UserSettings,
    private readonly clock: Clock,
  ) {
    this.users = parsedFilter(settings.userFilter);
  }

  /** A search for accounts. */
  search(...also: readonly Filter[]): LdapSearch {
    const filter = also.length > 0 ? all(this.users, ...also) : this.users;
    const { baseDn: base } = this.settings;
    return { base, scope: 'sub', filter, attributes: ATTRIBUTES, binary: BINARY };
  }

  /** One account with what the service account may write of it, which costs the controller much. */
  sample(): LdapSearch {
    return { ...this.search(), attributes: ['allowedAttributesEffective'], limit: 1 };
  }

  /** The account of a ref; undefined when it is gone. */
  async byRef(connection: LdapConnection, ref: string): Promise<FoundUser | undefined> {
    if (!isGuid(ref)) return undefined;
    try {
      const search = { ...this.search(), base: guidDn(ref), scope: 'base' as const };
      const [entry] = await connection.search(search);
      return entry && this.read(entry);
    } catch (error) {
      if (error instanceof LdapFault && error.resultCode === 32) return undefined;
      throw error;
    }
  }

  /** The account of a name of either kind, else the one account that has it as its mail address. */
  async byName(connection: LdapConnection, name: string): Promise<FoundUser | undefined> {
    if (name === '' || name.length > MAX_NAME || name.includes('\0')) return undefined;
    for (const attribute of ['userPrincipalName', 'sAMAccountName', 'mail']) {
      const search = { ...this.search(matching(attribute, name)), limit: 2 };
      const [entry, second] = await connection.search(search);
      if (entry && !second) return this.read(entry);
    }
    return undefined;
  }

  read(entry: LdapEntry): FoundUser | undefined {
    const guid = entry.bytes('objectGUID');
    const names = [entry.text('userPrincipalName'), entry.text('sAMAccountName')];
    const [first, second] =
      this.settings.loginAttribute === 'sAMAccountName' ? names.toReversed() : names;
    const login = first ?? second;
    if (guid === undefined || login === undefined) return undefined;
    const state = userState(entry, this.clock.now());
    const mail = entry.text('mail');
    const displayName = entry.text('displayName') ?? entry.text('cn');
    const unit = parentOf(entry.dn);
    const account: DirectoryAccount = {
      ref: guidText(guid),
      login,
      ...(displayName ? { displayName } : {}),
      addresses: addressesOf(entry, mail),
      ...(mail ? { mail } : {}),
      ...(unit === undefined ? {} : { unit }),
      groups: entry.texts('memberOf'),
      state,
    };
    return { entry, state, account };
  }
}

/** User principal name, mail, and the SMTP ones of proxyAddresses. */
function addressesOf(entry: LdapEntry, mail: string | undefined): string[] {
  const principal = entry.text('userPrincipalName');
  const proxies = entry
    .texts('proxyAddresses')
    .flatMap((text) => (/^smtp:/i.test(text) ? [text.slice('smtp:'.length)] : []));
  const own = principal?.includes('@') ? [principal] : [];
  return [...new Set([...own, ...(mail ? [mail] : []), ...proxies])];
}
