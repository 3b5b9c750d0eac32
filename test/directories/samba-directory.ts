import { Attribute, Change, Client, EqualityFilter } from 'ldapts';
import { openAdConnector } from '../../src/directories/active-directory/ad-directory.js';
import { ActiveDirectorySettingsSchema } from '../../src/directories/active-directory/ad-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { ConformingDirectory } from '../conformance/directory-connector.js';
import type { SambaServer } from '../servers/samba.js';

/** Password of every account that a test adds. */
export const ACCOUNT_PASSWORD = 'Winter-Coat-42-Blue';

/** Connectors and a way around them, for one domain controller. */
export interface SambaDirectory extends ConformingDirectory {
  /** A connector with settings of its own. */
  with(settings: Readonly<Record<string, unknown>>): ConformingDirectory['connector'];
  /** Writes an attribute as the domain's administrator. */
  set(login: string, attribute: string, ...values: readonly string[]): Promise<void>;
  /** Sets a password as the domain's administrator. */
  setPassword(login: string, password: string): Promise<void>;
  /** Sub-code of a refused bind, such as `52e`; `ok` where it was let in. */
  signIn(login: string, password?: string): Promise<string>;
  readonly administrator: Client;
  replacing(name: string, value: string): Change;
  /** Makes a password settings object that holds for an account. Answers its DN. */
  addPasswordSettings(name: string, minLength: number, login: string): Promise<string>;
}

/** A domain controller as the conformance suite wants it. */
export async function sambaDirectory(server: SambaServer): Promise<SambaDirectory> {
  const open = (change: Readonly<Record<string, unknown>> = {}) =>
    openAdConnector(
      ActiveDirectorySettingsSchema.parse({
        urls: [server.ldapsUrl],
        caCertificate: server.ca,
        bindDn: server.bindDn,
        bindPassword: server.bindPassword,
        baseDn: server.peopleDn,
        ...change,
      }),
      systemClock,
    );
  const connector = open();
  const newClient = () => new Client({ url: server.ldapsUrl, tlsOptions: { ca: server.ca } });
  const administrator = newClient();
  await administrator.bind(server.adminDn, server.adminPassword);
  const entry = async (login: string) => {
    const { searchEntries } = await administrator.search(server.peopleDn, {
      filter: new EqualityFilter({ attribute: 'userPrincipalName', value: login }),
      attributes: ['pwdLastSet', 'msDS-KeyVersionNumber'],
    });
    const [found] = searchEntries;
    if (!found) throw new Error(`there is no entry of ${login}`);
    return found;
  };
  const dnOf = async (login: string) => (await entry(login)).dn;
  let added = 0;
  const addOne = async (login: string, displayName: string | undefined) => {
    const name = `account-${++added}`;
    await administrator.add(`CN=${name},${server.peopleDn}`, [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', name),
      attribute('userPrincipalName', login),
      ...(displayName === undefined ? [] : [attribute('displayName', displayName)]),
      attribute('unicodePwd', quoted(ACCOUNT_PASSWORD)),
      attribute('userAccountControl', '512'),
    ]);
  };

  return {
    connector,
    documentedAs: 'active-directory on Samba',
    secrets: [server.bindPassword],
    address: { host: server.address, port: 636 },
    many: 60,
    with: open,
    administrator,
    replacing: (name, value) =>
      new Change({ operation: 'replace', modification: attribute(name, value) }),
    async addPasswordSettings(name, minLength, login) {
      const dn = `CN=${name},CN=Password Settings Container,CN=System,${server.domainDn}`;
      await administrator.add(dn, [
        attribute('objectClass', 'msDS-PasswordSettings'),
        attribute('msDS-PasswordSettingsPrecedence', '1'),
        attribute('msDS-PasswordReversibleEncryptionEnabled', 'FALSE'),
        attribute('msDS-PasswordHistoryLength', '5'),
        attribute('msDS-PasswordComplexityEnabled', 'TRUE'),
        attribute('msDS-MinimumPasswordLength', String(minLength)),
        attribute('msDS-MinimumPasswordAge', '0'),
        attribute('msDS-MaximumPasswordAge', '-36288000000000'),
        attribute('msDS-LockoutThreshold', '0'),
        attribute('msDS-LockoutObservationWindow', '-18000000000'),
        attribute('msDS-LockoutDuration', '-18000000000'),
        attribute('msDS-PSOAppliesTo', await dnOf(login)),
      ]);
      return dn;
    },
    async add(accounts) {
      for (const { login, displayName } of accounts) await addOne(login, displayName);
    },
    async addMany(logins) {
      for (const login of logins) await addOne(login, undefined);
    },
    remove: async (login) => administrator.del(await dnOf(login)),
    // The hash can't be read; the key's version counts the passwords that the account has had.
    storedPassword: async (login) => `key ${String((await entry(login))['msDS-KeyVersionNumber'])}`,
    set: async (login, name, ...values) =>
      administrator.modify(
        await dnOf(login),
        new Change({ operation: 'replace', modification: attribute(name, ...values) }),
      ),
    setPassword: async (login, password) =>
      administrator.modify(
        await dnOf(login),
        new Change({
          operation: 'replace',
          modification: attribute('unicodePwd', quoted(password)),
        }),
      ),
    async signIn(login, password = ACCOUNT_PASSWORD) {
      const client = newClient();
      try {
        await client.bind(await dnOf(login), password);
        return 'ok';
      } catch (error) {
        return /data (\w+)/.exec(String(error))?.[1] ?? 'refused';
      } finally {
        await client.unbind();
      }
    },
    open: ({ password, port }) =>
      open({
        ...(password === undefined ? {} : { bindPassword: password }),
        ...(port === undefined ? {} : { urls: [`ldaps://${server.address}:${port}`] }),
      }),
    async close() {
      await administrator.unbind();
      await connector.close();
      await server.stop();
    },
  };
}

function attribute(type: string, ...values: readonly (string | Buffer)[]): Attribute {
  return new Attribute({ type, values: values.map((value) => Buffer.from(value)) });
}

function quoted(password: string): Buffer {
  return Buffer.from(`"${password}"`, 'utf16le');
}
