import { afterEach, describe, expect, it } from 'vitest';
import type { DirectoryConnector } from '../../src/directories/domain/connector.js';
import { newId } from '../../src/kernel/ids.js';
import {
  type KeycloakOptions,
  type KeycloakService,
  startKeycloakService,
} from '../servers/keycloak-service.js';
import { connectKeycloak } from './keycloak-directory.js';

const NEVER = new AbortController().signal;
const HALF_A_MINUTE_MS = 30_000;

describe('the Keycloak connector', () => {
  const closings: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of closings.splice(0).toReversed()) await close();
  });

  async function aRealm(
    options: KeycloakOptions = {},
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<{
    service: KeycloakService;
    connector: DirectoryConnector;
    readonly passMs: (ms: number) => void;
  }> {
    const service = await startKeycloakService(options);
    let nowMs = Date.now();
    const clock = { now: () => new Date(nowMs) };
    const connector = connectKeycloak(service, settings, clock);
    closings.push(
      () => service.close(),
      () => connector.close(),
    );
    return { service, connector, passMs: (ms) => void (nowMs += ms) };
  }

  it('asks for a token once, and for another before it ends', async () => {
    const { service, connector, passMs } = await aRealm({ tokenSeconds: 60 });
    await Promise.all(Array.from({ length: 5 }, () => connector.count()));
    expect(service.tokensGiven()).toBe(1);

    passMs(HALF_A_MINUTE_MS);
    await connector.count();
    expect(service.tokensGiven()).toBe(1);

    passMs(HALF_A_MINUTE_MS - 5_000);
    await connector.count();
    expect(service.tokensGiven()).toBe(2);
  });

  it('asks for another token when the server refuses the one it gave', async () => {
    const { service, connector } = await aRealm();
    await connector.count();

    service.revokeTokens();

    expect(await connector.count()).toBe(0);
    expect(service.tokensGiven()).toBe(2);
  });

  it('keeps everything else of an account that it disables', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com', 'Alice');
    account.lastName = 'Example';
    account.attributes = { department: ['Accounts'], aliases: ['a@example.com'] };
    account.requiredActions = ['VERIFY_EMAIL'];
    const before = structuredClone(account);

    await connector.perform({ do: 'disable', ref: account.id, actionId: newId() }, NEVER);

    expect(account).toEqual({ ...before, enabled: false });
  });

  it('takes a lock by failures off, and enables nothing that was enabled', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    account.isLockedByFailures = true;
    const ref = account.id;

    const plan = await connector.plan({ do: 'unlock', ref });
    const outcome = await connector.perform({ do: 'unlock', ref, actionId: newId() }, NEVER);

    expect(plan?.steps).toEqual([expect.stringContaining('brute-force')]);
    expect(outcome).toMatchObject({
      kind: 'applied',
      before: { active: false, locked: true },
      after: { active: true, locked: false },
    });
    expect(account).toMatchObject({ enabled: true, isLockedByFailures: false });
  });

  it('disables an account that failures have locked for a while', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    account.isLockedByFailures = true;

    const command = { do: 'lock', ref: account.id, actionId: newId() } as const;
    expect(await connector.perform(command, NEVER)).toMatchObject({ kind: 'applied' });

    expect(account.enabled).toBe(false);
  });

  it('asks for a new password at the next sign-in, and tells when it was replaced', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    const startedAt = Date.now();

    const command = { do: 'force-reset', ref: account.id, actionId: newId() } as const;
    const outcome = await connector.perform(command, NEVER);

    expect(account.requiredActions).toEqual(['UPDATE_PASSWORD']);
    expect(outcome.after).toMatchObject({ mustChange: true, scheme: 'argon2' });
    expect(outcome.after?.passwordChangedAt?.getTime()).toBeGreaterThanOrEqual(startedAt);
  });

  it('only marks an account where the password is to be kept', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    account.requiredActions = ['VERIFY_EMAIL'];
    const [password] = account.passwords;
    const command = { do: 'force-reset', ref: account.id, keepPassword: true } as const;

    const first = await connector.perform({ ...command, actionId: newId() }, NEVER);
    const second = await connector.perform({ ...command, actionId: newId() }, NEVER);

    expect([first.kind, second.kind]).toEqual(['applied', 'unchanged']);
    expect(account.requiredActions).toEqual(['VERIFY_EMAIL', 'UPDATE_PASSWORD']);
    expect(account.passwords[0]).toBe(password);
  });

  it.each(['force-reset', 'temporary-password'])(
    'finds the work of an earlier try of %s that the password history refuses to do again',
    async (operation) => {
      const { service, connector } = await aRealm({ passwordHistory: 3 });
      const { id: ref, passwords } = service.add('alice@example.com');
      const actionId = newId();
      const act = () =>
        operation === 'force-reset'
          ? connector.perform({ do: 'force-reset', ref, actionId }, NEVER)
          : connector.setTemporaryPassword({ ref, actionId, password: 'Orchard-7-Wagon' }, NEVER);

      const first = await act();
      const account = service.accounts.get(ref);
      const again = await act();

      expect([first.kind, again.kind]).toEqual(['applied', 'applied']);
      expect(account?.passwords).toHaveLength(passwords.length + 1);
    },
  );

  it('doesn’t take somebody else’s use of a former password for its own', async () => {
    const { service, connector } = await aRealm({ passwordHistory: 3 });
    const account = service.add('alice@example.com');
    const temporary = { ref: account.id, password: 'Orchard-7-Wagon' };
    await connector.setTemporaryPassword({ ...temporary, actionId: newId() }, NEVER);
    account.requiredActions = [];

    const again = await connector.setTemporaryPassword({ ...temporary, actionId: newId() }, NEVER);

    expect(again).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/former/) });
  });

  it('ends sessions, once', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    account.sessions = 3;
    const command = { do: 'revoke-sessions', ref: account.id } as const;

    const first = await connector.perform({ ...command, actionId: newId() }, NEVER);
    const second = await connector.perform({ ...command, actionId: newId() }, NEVER);

    expect([first.kind, second.kind, account.sessions]).toEqual(['applied', 'unchanged', 0]);
  });

  it('says that a password doesn’t suit the realm', async () => {
    const { service, connector } = await aRealm();
    const { id: ref } = service.add('alice@example.com');

    const temporary = { ref, actionId: newId(), password: 'short' };

    expect(await connector.setTemporaryPassword(temporary, NEVER)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/password policy/),
    });
  });

  it('says that an account is another directory’s', async () => {
    const { service, connector } = await aRealm();
    const account = service.add('alice@example.com');
    account.isReadOnly = true;

    for (const operation of ['lock', 'force-reset'] as const)
      expect(
        await connector.perform({ do: operation, ref: account.id, actionId: newId() }, NEVER),
      ).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/another directory/) });
  });

  it('reads groups, aliases and the unit', async () => {
    const settings = { aliasAttribute: 'aliases', unitAttribute: 'department' };
    const { service, connector } = await aRealm({}, settings);
    const account = service.add('alice@example.com', 'Alice');
    account.lastName = 'Example';
    account.attributes = { department: ['Accounts'], aliases: ['a@example.com'] };
    account.groups.push('/admins', '/site/payroll');
    const expected = {
      ref: account.id,
      login: 'alice@example.com',
      displayName: 'Alice Example',
      addresses: ['alice@example.com', 'a@example.com'],
      mail: 'alice@example.com',
      unit: 'Accounts',
      groups: ['/admins', '/site/payroll'],
    };

    const listed = [];
    for await (const page of connector.list({ pageSize: 10 })) listed.push(...page);

    expect(listed).toEqual([{ ...expected, state: { active: true, mustChange: false } }]);
    expect(await connector.lookup('ALICE@example.com')).toMatchObject(expected);
  });

  it('finds accounts by their mail address where that is what they sign in with', async () => {
    const { service, connector } = await aRealm({}, { loginAttribute: 'email' });
    const account = service.add('alice');
    account.email = 'alice.example@example.com';

    expect(await connector.lookup('Alice.Example@example.com')).toMatchObject({
      ref: account.id,
      login: 'alice.example@example.com',
    });
    expect(await connector.lookup('example@example.com')).toBeUndefined();
    expect(await connector.lookup('alice')).toBeUndefined();
  });

  it('tells what the realm asks of passwords, where it may see it', async () => {
    const { connector } = await aRealm({ passwordHistory: 5 });
    const { connector: blind } = await aRealm({ roles: ['view-users', 'manage-users'] });

    expect(await connector.effectivePolicy?.('any')).toEqual({
      origin: 'realm staff',
      minLength: 8,
      historyLength: 5,
      complexity: true,
      lockout: true,
      lockoutThreshold: 30,
      lockoutSeconds: 900,
      mustChange: true,
    });
    expect((await connector.capabilities()).has('effective-policy')).toBe(true);
    expect(await blind.effectivePolicy?.('any')).toBeUndefined();
    expect((await blind.capabilities()).has('effective-policy')).toBe(false);
  });

  it('offers nothing that its service account may not do', async () => {
    const { service, connector } = await aRealm({ roles: ['view-users'] });
    const { id: ref } = service.add('alice@example.com');

    const capabilities = await connector.capabilities();
    const outcome = await connector.perform({ do: 'lock', ref, actionId: newId() }, NEVER);

    expect(capabilities.has('lookup')).toBe(true);
    expect(capabilities.has('lock')).toBe(false);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/role/) });
  });

  it('says that there is no such realm', async () => {
    const { connector } = await aRealm({}, { realm: 'nowhere' });

    await expect(connector.count()).rejects.toMatchObject({
      code: 'directory-refused',
      message: expect.stringMatching(/no such realm/),
    });
  });
});
