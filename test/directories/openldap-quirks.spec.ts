import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DirectoryConnector } from '../../src/directories/domain/connector.js';
import { newId } from '../../src/kernel/ids.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { ACCOUNT_PASSWORD, type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

const never = () => new AbortController().signal;

await describeWithServer('the OpenLDAP connector and what is special of slapd', fetchSlapd, () => {
  let server: SlapdServer;
  let directory: SlapdDirectory;
  let made = 0;

  beforeAll(async () => {
    server = await startSlapd({
      ldif: [
        'dn: cn=nolock,ou=policies,dc=example,dc=test\nobjectClass: applicationProcess\nobjectClass: pwdPolicy\ncn: nolock\npwdAttribute: userPassword\npwdLockout: FALSE\npwdMinLength: 20',
        'dn: cn=staff,ou=groups,dc=example,dc=test\nobjectClass: groupOfNames\ncn: staff\nmember: cn=authwarden,dc=example,dc=test',
      ].join('\n\n'),
    });
    directory = await slapdDirectory(server);
  });
  afterAll(() => directory.close());

  const anAccount = async (connector = directory.connector) => {
    const login = `quirk${++made}@example.com`;
    await directory.add([{ login }]);
    const ref = (await connector.lookup(login))?.ref ?? '';
    return { login, ref };
  };
  const perform = (
    operation: 'lock' | 'unlock' | 'disable' | 'enable' | 'force-reset' | 'hold-outbound',
    ref: string,
    connector: DirectoryConnector = directory.connector,
  ) => connector.perform({ do: operation, ref, actionId: newId() }, never());

  it('tells what it knows of an account, and leaves out what it does not', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'telephoneNumber', '+49 30 1234567');
    const names = ['telephoneNumber', 'employeeNumber'];

    const known = await directory.connector.attributes?.(ref, names);
    const gone = await directory.connector.attributes?.('no such entry', names);

    expect([...(known ?? [])]).toEqual([['telephoneNumber', ['+49 30 1234567']]]);
    expect(gone).toBeUndefined();
  });

  it('locks by pwdAccountLockedTime where the policy is known to have pwdLockout', async () => {
    const connector = directory.with({ defaultPolicyDn: server.policyDn });
    const { login, ref } = await anAccount(connector);

    const outcome = await perform('lock', ref, connector);

    expect(outcome.kind).toBe('applied');
    const entry = await directory.entry(login);
    expect(entry['pwdAccountLockedTime']).toBe('000001010000Z');
    expect(entry['pwdEndTime']).toBeUndefined();
    expect(await directory.signsIn(login)).toBe(false);
    await connector.close();
  });

  it('locks by pwdEndTime, too, where nobody says that the only policy holds', async () => {
    const alone = await slapdDirectory(await startSlapd());
    await alone.add([{ login: 'alone@example.com' }]);
    const ref = (await alone.connector.lookup('alone@example.com'))?.ref ?? '';

    await alone.connector.perform({ do: 'lock', ref, actionId: newId() }, never());
    const locked = await alone.entry('alone@example.com');
    await alone.connector.perform({ do: 'unlock', ref, actionId: newId() }, never());

    expect(locked['pwdAccountLockedTime']).toBe('000001010000Z');
    expect(locked['pwdEndTime']).toBe('19700101000001Z');
    expect(await alone.signsIn('alone@example.com')).toBe(true);
    await alone.close();
  });

  it('locks by pwdEndTime where the policy of the account has no pwdLockout', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'pwdPolicySubentry', 'cn=nolock,ou=policies,dc=example,dc=test');

    const outcome = await perform('lock', ref);
    const locked = await directory.signsIn(login);
    await perform('unlock', ref);

    expect(outcome).toMatchObject({ kind: 'applied', after: { active: false, locked: true } });
    expect(locked).toBe(false);
    expect(await directory.signsIn(login)).toBe(true);
  });

  it('refuses a lock that would overwrite an end of the account’s own, and says why', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'pwdPolicySubentry', 'cn=nolock,ou=policies,dc=example,dc=test');
    await directory.set(login, 'pwdEndTime', '20991231000000Z');

    const outcome = await perform('lock', ref);

    expect(outcome).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('pwdEndTime of its own'),
    });
    expect((await directory.entry(login))['pwdEndTime']).toBe('20991231000000Z');
  });

  it('can’t lock a server without policies, unless the site names an attribute', async () => {
    const plain = await slapdDirectory(await startSlapd({ policy: null }));
    const connector = plain.with({
      lockAttribute: { attribute: 'employeeType', on: 'locked' },
      outboundHoldAttribute: { attribute: 'businessCategory', on: 'held', off: 'free' },
    });
    await plain.add([{ login: 'plain@example.com' }]);
    const ref = (await connector.lookup('plain@example.com'))?.ref ?? '';

    const without = await plain.connector.perform({ do: 'lock', ref, actionId: newId() }, never());
    const capabilities = await plain.connector.capabilities();
    const locked = await perform('lock', ref, connector);
    const held = await perform('hold-outbound', ref, connector);
    const entry = await plain.entry('plain@example.com');
    const opened = await perform('unlock', ref, connector);
    const reset = await perform('force-reset', ref, connector);

    expect(without).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('lockAttribute'),
    });
    expect(capabilities.has('lock')).toBe(false);
    expect(locked).toMatchObject({ kind: 'applied', after: { active: false } });
    expect(held).toMatchObject({ kind: 'applied', after: { outboundHeld: true } });
    expect(entry).toMatchObject({ employeeType: 'locked', businessCategory: 'held' });
    expect(opened).toMatchObject({ kind: 'applied', after: { active: true } });
    expect(reset).toMatchObject({ kind: 'applied' });
    expect(await plain.signsIn('plain@example.com')).toBe(false);
    await connector.close();
    await plain.close();
  });

  it('keeps a lock over a forced reset, which the server takes off', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'pwdAccountLockedTime', '000001010000Z');

    const outcome = await perform('force-reset', ref);

    expect(outcome).toMatchObject({ kind: 'applied', after: { locked: true, mustChange: true } });
    expect((await directory.entry(login))['pwdAccountLockedTime']).toBe('000001010000Z');
  });

  it('puts a lock back that an interrupted reset has taken off', async () => {
    const { ref } = await anAccount();
    const before = { active: false, locked: true };

    const outcome = await directory.connector.perform(
      { do: 'force-reset', ref, actionId: newId(), before },
      never(),
    );

    expect(outcome).toMatchObject({ kind: 'applied', after: { locked: true } });
  });

  it('makes a lock that passes by itself one that stays', async () => {
    const { login, ref } = await anAccount();
    for (let tries = 0; tries < 5; tries++) await directory.signsIn(login, 'wrong');
    const lockedOut = await directory.connector.read(ref);

    await perform('lock', ref);
    const unlocked = await perform('unlock', ref);

    expect(lockedOut).toMatchObject({ active: false, locked: true });
    expect(unlocked).toMatchObject({ kind: 'applied', after: { active: true } });
    expect(await directory.signsIn(login)).toBe(true);
  });

  it('only asks for a new password where it is told to keep the present one', async () => {
    const { login, ref } = await anAccount();
    const command = { do: 'force-reset', ref, actionId: newId(), keepPassword: true } as const;

    const first = await directory.connector.perform(command, never());
    const second = await directory.connector.perform(command, never());

    expect([first.kind, second.kind]).toEqual(['applied', 'unchanged']);
    expect(await directory.signsIn(login)).toBe(true);
  });

  it('sets a temporary password that the account has to replace', async () => {
    const { login, ref } = await anAccount();
    const temporary = { ref, actionId: newId(), password: 'Lent-For-One-Day-7' };

    const outcome = await directory.connector.setTemporaryPassword(temporary, never());
    const weak = { ...temporary, password: 'short' };
    const refused = await directory.connector.setTemporaryPassword(weak, never());

    expect(outcome).toMatchObject({ kind: 'applied', after: { mustChange: true } });
    expect(await directory.signsIn(login, ACCOUNT_PASSWORD)).toBe(false);
    expect(await directory.signsIn(login, 'Lent-For-One-Day-7')).toBe(true);
    expect(refused).toMatchObject({ kind: 'refused', reason: expect.stringContaining('policy') });
  });

  it('tells which policy holds for an account, its unit and its groups', async () => {
    const { login, ref } = await anAccount();
    await directory.set(login, 'pwdPolicySubentry', 'cn=nolock,ou=policies,dc=example,dc=test');
    await directory.addToGroup('cn=staff,ou=groups,dc=example,dc=test', login);

    const policy = await directory.connector.effectivePolicy?.(ref);
    const account = await directory.connector.lookup(login);

    expect(policy).toMatchObject({
      origin: 'cn=nolock,ou=policies,dc=example,dc=test',
      lockout: false,
      minLength: 20,
    });
    expect(account).toMatchObject({
      unit: server.peopleDn,
      groups: ['cn=staff,ou=groups,dc=example,dc=test'],
      mail: login,
    });
  });

  it('tells what changed and what was deleted since', async () => {
    const [kept, dropped] = [await anAccount(), await anAccount()];
    const cursor = (await directory.connector.cursor?.()) ?? '';
    await perform('lock', kept.ref);
    await directory.remove(dropped.login);

    const changed: string[] = [];
    const deleted: string[] = [];
    const pages = await directory.connector.changes?.(cursor, { pageSize: 100 });
    for await (const page of pages ?? []) {
      changed.push(...page.accounts.map(({ ref }) => ref));
      deleted.push(...page.deleted);
    }

    expect(changed).toContain(kept.ref);
    expect(deleted).toContain(dropped.ref);
    expect(await directory.connector.changes?.('no cursor', { pageSize: 1 })).toBeUndefined();
  });

  it.each([
    ['StartTLS', (each: SlapdServer) => ({ url: each.url, startTls: true })],
    ['LDAPS', (each: SlapdServer) => ({ url: each.ldapsUrl, startTls: false })],
  ] as const)('trusts a server by %s with its authority, and none without', async (_name, way) => {
    const trusting = directory.with({ ...way(server), caCertificate: server.ca });
    const wary = directory.with({ ...way(server), caCertificate: null });

    expect((await trusting.capabilities()).has('lookup')).toBe(true);
    await expect(wary.capabilities()).rejects.toMatchObject({
      code: 'directory-unavailable',
      message: expect.stringContaining('certificate'),
    });
    await Promise.all([trusting.close(), wary.close()]);
  });

  it('says so when the service account lacks a right', async () => {
    const meek = await slapdDirectory(await startSlapd({ serviceRights: 'read' }));
    await meek.add([{ login: 'meek@example.com' }]);
    const ref = (await meek.connector.lookup('meek@example.com'))?.ref ?? '';

    const outcome = await meek.connector.perform({ do: 'lock', ref, actionId: newId() }, never());

    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining('lacks a right') });
    await meek.close();
  });

  it('goes on when the server comes back', async () => {
    const { ref } = await anAccount();
    await server.kill();

    const down = await perform('lock', ref);
    await server.restart();
    const up = await directory.connector.read(ref).catch(() => undefined);

    expect(down.kind).toBe('unavailable');
    expect([undefined, true]).toContain(up?.active);
  });
});
