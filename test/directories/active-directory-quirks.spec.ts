import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  DirectoryConnector,
  DirectoryOperation,
} from '../../src/directories/domain/connector.js';
import { newId } from '../../src/kernel/ids.js';
import { openWire } from '../conformance/wire.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSamba, type SambaServer, startSamba } from '../servers/samba.js';
import { type SambaDirectory, sambaDirectory } from './samba-directory.js';

const never = () => new AbortController().signal;

await describeWithServer('the Active Directory connector and sign-ins by bind', fetchSamba, () => {
  let server: SambaServer;
  let directory: SambaDirectory;
  let made = 0;

  beforeAll(async () => {
    server = await startSamba();
    directory = await sambaDirectory(server);
  });
  afterAll(() => directory.close());

  const anAccount = async () => {
    const login = `quirk${++made}@example.com`;
    await directory.add([{ login }]);
    const account = await directory.connector.lookup(login);
    return { login, ref: account?.ref ?? '', account };
  };
  const perform = (
    operation: DirectoryOperation,
    ref: string,
    connector: DirectoryConnector = directory.connector,
  ) => connector.perform({ do: operation, ref, actionId: newId() }, never());

  it.each([
    ['lock', 'unlock'],
    ['disable', 'enable'],
  ] as const)('keeps an account out after %s, and lets it in after %s', async (act, undo) => {
    const { login, ref } = await anAccount();
    expect(await directory.signIn(login)).toBe('ok');

    const done = await perform(act, ref);
    const after = await directory.signIn(login);
    const undone = await perform(undo, ref);

    expect(done).toMatchObject({ kind: 'applied', after: { active: false } });
    expect(after).toBe('533');
    expect(undone).toMatchObject({ kind: 'applied', after: { active: true } });
    expect(await directory.signIn(login)).toBe('ok');
  });

  it('ends the old password at once, where a reset alone leaves it for an hour', async () => {
    const [ours, theirs] = [await anAccount(), await anAccount()];

    const outcome = await perform('force-reset', ours.ref);
    await directory.setPassword(theirs.login, 'Set-By-Somebody-Else-7');

    expect(outcome).toMatchObject({ kind: 'applied', after: { mustChange: true, active: true } });
    expect(await directory.signIn(ours.login)).toBe('52e');
    expect(await directory.signIn(theirs.login)).toBe('ok');
  });

  it('ends the old password of an account whose password never expires, too', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'userAccountControl', '66048');

    const plan = await directory.connector.plan({ do: 'force-reset', ref });
    const outcome = await perform('force-reset', ref);
    const marked = await directory.connector.perform(
      { do: 'force-reset', ref, actionId: newId(), keepPassword: true },
      never(),
    );

    expect(plan).toMatchObject({ after: { mustChange: false, passwordNeverExpires: true } });
    expect(outcome).toMatchObject({ kind: 'applied', after: { mustChange: false } });
    expect(await directory.signIn(login)).toBe('52e');
    expect(marked).toMatchObject({ kind: 'unsupported' });
  });

  it('sets a temporary password that has to be replaced before anything else', async () => {
    const { login, ref } = await anAccount();
    const temporary = { ref, actionId: newId(), password: 'Lent-For-One-Day-7' };

    const outcome = await directory.connector.setTemporaryPassword(temporary, never());

    expect(outcome).toMatchObject({ kind: 'applied', after: { mustChange: true } });
    expect(await directory.signIn(login, 'Lent-For-One-Day-7')).toBe('773');
    expect(await directory.signIn(login)).toBe('52e');
  });

  it('tells what it knows of an account, and leaves out what it does not', async () => {
    const { login, ref } = await anAccount();

    const known = await directory.connector.attributes?.(ref, ['userPrincipalName', 'mobile']);

    expect([...(known ?? [])]).toEqual([['userPrincipalName', [login]]]);
  });

  it('clears a lockout', async () => {
    const { login, ref } = await anAccount();
    await directory.administrator.modify(
      server.domainDn,
      directory.replacing('lockoutThreshold', '3'),
    );
    for (let tries = 0; tries < 4; tries++) await directory.signIn(login, 'wrong');
    const lockedOut = await directory.connector.read(ref);

    const outcome = await perform('unlock', ref);

    expect(lockedOut).toMatchObject({ active: false, locked: true });
    expect(outcome).toMatchObject({ kind: 'applied', after: { active: true, locked: false } });
    expect(await directory.signIn(login)).toBe('ok');
    await directory.administrator.modify(
      server.domainDn,
      directory.replacing('lockoutThreshold', '0'),
    );
  });

  it('tells the domain’s rules, or those of a password settings object', async () => {
    const { login, ref, account } = await anAccount();
    const domain = await directory.connector.effectivePolicy?.(ref);
    const dn = await directory.addPasswordSettings('strict', 15, login);

    // What holds for an account is computed by the controller; the service account may read it
    // where it may read the object.
    const administrator = directory.with({
      bindDn: server.adminDn,
      bindPassword: server.adminPassword,
    });
    const strict = await administrator.effectivePolicy?.(ref);

    expect(account?.unit).toBe(server.peopleDn);
    expect(domain).toMatchObject({
      origin: server.domainDn,
      minLength: 7,
      historyLength: 24,
      complexity: true,
    });
    expect(strict).toMatchObject({ origin: dn, minLength: 15 });
    await administrator.close();
  });

  it('tells what changed since, and asks for everything after a failover', async () => {
    const { ref } = await anAccount();
    const cursor = (await directory.connector.cursor?.()) ?? '';
    await perform('lock', ref);

    const changed: string[] = [];
    const pages = await directory.connector.changes?.(cursor, { pageSize: 100 });
    let next = '';
    for await (const page of pages ?? []) {
      changed.push(...page.accounts.map((each) => each.ref));
      next = page.cursor;
    }
    const elsewhere = cursor.replace(/"invocationId":"[^"]*"/, '"invocationId":"another"');

    expect(changed).toContain(ref);
    expect(next).not.toBe(cursor);
    expect(await directory.connector.changes?.(elsewhere, { pageSize: 1 })).toBeUndefined();
    expect(await directory.connector.changes?.('no cursor', { pageSize: 1 })).toBeUndefined();
  });

  it('sees deletions where it may read deleted objects', async () => {
    const connector = directory.with({
      bindDn: server.adminDn,
      bindPassword: server.adminPassword,
    });
    const { login, ref } = await anAccount();
    const cursor = (await connector.cursor?.()) ?? '';
    await directory.remove(login);

    const deleted: string[] = [];
    for await (const page of (await connector.changes?.(cursor, { pageSize: 100 })) ?? [])
      deleted.push(...page.deleted);

    expect(deleted).toEqual([ref]);
    await connector.close();
  });

  it('goes to the next controller when one is down, and stays there', async () => {
    const { ref } = await anAccount();
    const wire = await openWire(directory.address);
    const down = `ldaps://${server.address}:1`;
    const connector = directory.with({ urls: [down, `ldaps://${server.address}:${wire.port}`] });

    const outcome = await perform('lock', ref, connector);

    expect(outcome.kind).toBe('applied');
    expect(wire.connections()).toBe(1);
    await connector.close();
    await wire.close();
  });

  it('asks one controller with a wrong password, not each of them', async () => {
    const wires = [await openWire(directory.address), await openWire(directory.address)];
    const connector = directory.with({
      bindPassword: 'wrong',
      urls: wires.map(({ port }) => `ldaps://${server.address}:${port}`),
    });

    await expect(connector.capabilities()).rejects.toMatchObject({ code: 'directory-unavailable' });

    expect(wires.map((wire) => wire.connections())).toEqual([1, 0]);
    await connector.close();
    for (const wire of wires) await wire.close();
  });

  it('asks for encryption, as the controller does', async () => {
    const plain = directory.with({ urls: [server.ldapUrl] });
    const upgraded = directory.with({ urls: [server.ldapUrl], startTls: true });

    await expect(plain.capabilities()).rejects.toMatchObject({
      message: expect.stringContaining('startTls'),
    });
    expect((await upgraded.capabilities()).get('force-reset')?.native).toContain('one modify');
    await Promise.all([plain.close(), upgraded.close()]);
  });
});
