import { Attribute, Change, Client, EqualityFilter } from 'ldapts';
import { openOpenldapConnector } from '../../src/directories/openldap/openldap-directory.js';
import { OpenldapSettingsSchema } from '../../src/directories/openldap/openldap-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { ConformingDirectory } from '../conformance/directory-connector.js';
import type { SlapdServer } from '../servers/slapd.js';

/** Password of every account that a test adds. */
export const ACCOUNT_PASSWORD = 'Winter-Coat-42-Blue';

/** Connectors and a way around them, for one slapd. */
export interface SlapdDirectory extends ConformingDirectory {
  /** A connector with settings of its own. */
  with(settings: Readonly<Record<string, unknown>>): ConformingDirectory['connector'];
  /** The entry as the root account sees it. */
  entry(login: string): Promise<Record<string, unknown>>;
  /** Writes an attribute as the root account. */
  set(login: string, attribute: string, ...values: readonly string[]): Promise<void>;
  /** Whether the account can sign in with a password. */
  signsIn(login: string, password?: string): Promise<boolean>;
  dnOf(login: string): Promise<string>;
  /** Makes it a member of a groupOfNames. */
  addToGroup(groupDn: string, login: string): Promise<void>;
}

/** A slapd as the conformance suite wants it. */
export async function slapdDirectory(server: SlapdServer): Promise<SlapdDirectory> {
  const open = (change: Readonly<Record<string, unknown>> = {}) =>
    openOpenldapConnector(
      OpenldapSettingsSchema.parse({
        url: server.url,
        startTls: true,
        caCertificate: server.ca,
        bindDn: server.bindDn,
        bindPassword: server.bindPassword,
        baseDn: server.peopleDn,
        ...change,
      }),
      systemClock,
    );
  const connector = open();
  const root = new Client({ url: server.url });
  await root.bind(server.rootDn, server.rootPassword);
  const entry = async (login: string) => {
    const { searchEntries } = await root.search(server.peopleDn, {
      filter: new EqualityFilter({ attribute: 'uid', value: login }),
      attributes: ['*', '+'],
    });
    const [found] = searchEntries;
    if (!found) throw new Error(`there is no entry of ${login}`);
    return found;
  };
  const dnOf = async (login: string) => (await entry(login)).dn;

  return {
    connector,
    documentedAs: 'openldap on slapd',
    secrets: [server.bindPassword],
    address: { host: '127.0.0.1', port: server.port },
    many: 100_000,
    with: open,
    entry,
    dnOf,
    async add(accounts) {
      for (const { login, displayName } of accounts)
        await root.add(`uid=${escaped(login)},${server.peopleDn}`, {
          objectClass: ['inetOrgPerson'],
          uid: login,
          cn: displayName ?? 'nobody in particular',
          sn: 'nobody',
          ...(login.includes('@') && /^[\x20-\x7e]*$/.test(login) ? { mail: login } : {}),
          ...(displayName === undefined ? {} : { displayName }),
          userPassword: ACCOUNT_PASSWORD,
        });
    },
    addMany: (logins) =>
      server.load(
        logins
          .map((login, at) =>
            [
              `dn: uid=${login},${server.peopleDn}`,
              'objectClass: inetOrgPerson',
              `uid: ${login}`,
              `cn: Account ${at}`,
              'sn: Account',
              `mail: ${login}`,
            ].join('\n'),
          )
          .join('\n\n'),
      ),
    remove: async (login) => root.del(await dnOf(login)),
    set: async (login, attribute, ...values) =>
      root.modify(
        await dnOf(login),
        new Change({
          operation: 'replace',
          modification: new Attribute({ type: attribute, values: [...values] }),
        }),
      ),
    addToGroup: async (groupDn, login) =>
      root.modify(
        groupDn,
        new Change({
          operation: 'add',
          modification: new Attribute({ type: 'member', values: [await dnOf(login)] }),
        }),
      ),
    async storedPassword(login) {
      const { userPassword } = await entry(login);
      return String(userPassword).replace(/\0+$/, '');
    },
    async signsIn(login, password = ACCOUNT_PASSWORD) {
      const client = new Client({ url: server.url });
      try {
        await client.bind(await dnOf(login), password);
        return true;
      } catch {
        return false;
      } finally {
        await client.unbind();
      }
    },
    open: ({ password, port }) =>
      open({
        ...(password === undefined ? {} : { bindPassword: password }),
        ...(port === undefined ? {} : { url: `ldap://127.0.0.1:${port}` }),
      }),
    async close() {
      await root.unbind();
      await connector.close();
      await server.stop();
    },
  };
}

/** Every byte but letters and digits in hexadecimal (RFC 4514, 2.4). */
function escaped(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9]/gu, (each) =>
    Array.from(Buffer.from(each), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
