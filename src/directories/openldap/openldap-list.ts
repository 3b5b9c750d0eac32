import type { DirectoryAccount } from '../domain/connector.js';
import type { StoredHash } from '../domain/stored-hash.js';
import { schemeName } from '../domain/scheme-name.js';
import type { LdapCaller } from '../ldap/ldap-caller.js';
import type { LdapSearch } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import type { AccountEntries, Found } from './account-entry.js';

/** The accounts of a search, a page at a time. */
export async function* pagesOfAccounts(
  caller: LdapCaller,
  entries: AccountEntries,
  search: LdapSearch,
  pageSize: number,
): AsyncIterable<DirectoryAccount[]> {
  for await (const page of caller.pages(search, pageSize)) {
    const found = await read(caller, entries, page);
    if (found.length > 0) yield found.map(({ account }) => account);
  }
}

/** The stored passwords of a search's accounts; whoever has none, or one that may not be read, is left out. */
export async function* hashesOf(
  caller: LdapCaller,
  entries: AccountEntries,
  search: LdapSearch,
  pageSize: number,
): AsyncIterable<StoredHash> {
  const withHash = { ...search, attributes: [...search.attributes, 'userPassword'] };
  for await (const page of caller.pages(withHash, pageSize))
    for (const { entry, account } of await read(caller, entries, page)) {
      const { ref, login, state } = account;
      const changedAt = state.passwordChangedAt;
      // Argon2 of OpenLDAP 2.5 may leave NULs behind the hash.
      for (const hash of entry.texts('userPassword').map((text) => text.replace(/\0+$/, '')))
        yield {
          ref,
          login,
          scheme: hash.startsWith('{') ? schemeName(hash) : 'CLEARTEXT',
          hash,
          active: state.active,
          ...(changedAt ? { changedAt } : {}),
        };
    }
}

async function read(
  caller: LdapCaller,
  entries: AccountEntries,
  page: readonly LdapEntry[],
): Promise<Found[]> {
  return caller.ask(async (connection) => {
    const found: Found[] = [];
    for (const entry of page) {
      const each = await entries.read(connection, entry);
      if (each) found.push(each);
    }
    return found;
  });
}
