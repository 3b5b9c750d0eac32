import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RosterService } from '../../src/accounts/roster.service.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { takeoverOf } from '../support/takeover.js';
import { openWorld, type World } from '../support/world.js';

const POLICY = {
  mode: 'enforce',
  rules: [
    { level: 'high', do: 'force-reset' },
    { level: 'critical', do: 'lock' },
  ],
  protectedLogins: [],
  maxActionsPerHour: 50,
  repeatAfterHours: 24,
};

describe('promise 5: the machine leaves alone whom it has to', () => {
  let world: World;
  let ask: Asking;
  let secondKey: string;

  beforeAll(async () => {
    // No process works on jobs here: what is queued stays queued.
    world = await openWorld();
    ({ ask } = world.service);
    const json = { name: 'second operator', scopes: ['accounts:read', 'accounts:respond'] };
    secondKey = (await ask('/v1/api-keys', { method: 'POST', json })).body.key;
  });
  beforeEach(async () => {
    await world.beginAnew();
    await post('/v1/response-policy/resume');
    await policy({});
  });
  afterAll(() => world.close());

  const post = (path: string, json: object = {}) => ask(path, { method: 'POST', json });
  const policy = async (change: object) => {
    const json = { ...POLICY, ...change };
    const { status, text } = await ask('/v1/response-policy', { method: 'PUT', json });
    expect([status, text]).toEqual([200, expect.any(String)]);
  };
  const takeOver = async (...logins: string[]) => {
    for (const [n, login] of logins.entries())
      await sendEvents(ask, takeoverOf(login, Date.UTC(2026, 5, 1, 8, n)));
  };
  const accountOf = async (login: string) =>
    (await ask(`/v1/accounts?login=${encodeURIComponent(login)}`)).body.items[0];
  const actionsOf = async (login: string) =>
    everyItem(ask, `/v1/actions?accountId=${(await accountOf(login)).id}`);
  const outline = (
    actions: readonly { do: string; status: string; outcome: null | { code: string } }[],
  ) =>
    actions
      .map((action) => [action.do, action.status, action.outcome?.code])
      .sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1));

  it('acts on an account that nobody protects', async () => {
    await takeOver('victim@example.test');

    expect((await accountOf('victim@example.test')).level).toBe('critical');
    expect(outline(await actionsOf('victim@example.test'))).toEqual([
      ['force-reset', 'queued', undefined],
      ['lock', 'queued', undefined],
    ]);
  });

  it('refuses to touch an account with the mark, however certain it is', async () => {
    await sendEvents(ask, takeoverOf('boss@example.test').slice(0, 1));
    const { id } = await accountOf('boss@example.test');
    await ask(`/v1/accounts/${id}`, { method: 'PATCH', json: { protected: true } });

    await takeOver('boss@example.test');

    expect((await accountOf('boss@example.test')).level).toBe('critical');
    expect(outline(await actionsOf('boss@example.test'))).toEqual([
      ['force-reset', 'refused', 'protected-account'],
      ['lock', 'refused', 'protected-account'],
    ]);
  });

  it('refuses to touch accounts whose login fits a pattern, and no others', async () => {
    await policy({ protectedLogins: ['scanner-*@example.test', 'CEO@example.test'] });

    await takeOver('scanner-07@example.test', 'ceo@example.test', 'scanner@example.test');

    for (const login of ['scanner-07@example.test', 'ceo@example.test'])
      for (const { status } of await actionsOf(login)) expect(status).toBe('refused');
    for (const { status } of await actionsOf('scanner@example.test')) expect(status).toBe('queued');
  });

  it('lets an operator act on a protected account only with a second one', async () => {
    await sendEvents(ask, takeoverOf('boss@example.test').slice(0, 1));
    const { id } = await accountOf('boss@example.test');
    await ask(`/v1/accounts/${id}`, { method: 'PATCH', json: { protected: true } });

    const { body: action } = await post(`/v1/accounts/${id}/actions`, { do: 'lock', reason: 'x' });
    const own = await post(`/v1/actions/${action.id}/approve`);
    const other = await ask(`/v1/actions/${action.id}/approve`, { method: 'POST', key: secondKey });

    expect(action.status).toBe('awaiting-approval');
    expect([own.status, own.body.code]).toEqual([409, 'own-action']);
    expect([other.status, other.body.status]).toEqual([202, 'queued']);
  });

  it('never locks anybody for failed sign-ins alone: 10,000 from everywhere', async () => {
    await policy({ rules: [{ level: 'high', do: 'lock' }] });
    const login = 'hated@example.test';
    const failures = Array.from({ length: 10_000 }, (_, n) => ({
      type: 'authentication',
      time: new Date(Date.UTC(2026, 5, 1) + n * 8_000).toISOString(),
      account: login,
      sourceIp: `2001:db8:${(n % 3_000).toString(16)}::${(n % 7) + 1}`,
      protocol: n % 2 === 0 ? 'smtp' : 'imap',
      outcome: 'failure',
      reason: ['bad-password', 'unknown-account', null][n % 3],
      session: `f${n}`,
    }));

    await sendEvents(ask, failures);

    const account = await accountOf(login);
    expect(account.openSignals).toBeGreaterThan(0);
    expect(['low', 'medium']).toContain(account.level);
    expect(await actionsOf(login)).toEqual([]);
  });

  it('never locks them for failures of many accounts from one source either', async () => {
    await policy({ rules: [{ level: 'high', do: 'lock' }] });
    const events = Array.from({ length: 3_000 }, (_, n) => ({
      type: 'authentication',
      time: new Date(Date.UTC(2026, 5, 1) + n * 5_000).toISOString(),
      account: `user${n % 300}@example.test`,
      sourceIp: '203.0.113.9',
      outcome: 'failure',
      session: `f${n}`,
    }));

    await sendEvents(ask, events);

    expect(await everyItem(ask, '/v1/actions')).toEqual([]);
    expect(await everyItem(ask, '/v1/accounts?minScore=50')).toEqual([]);
  });

  it('only writes down what it would do while it observes', async () => {
    await policy({ mode: 'observe' });

    await takeOver('victim@example.test');

    expect(outline(await actionsOf('victim@example.test'))).toEqual([
      ['force-reset', 'unchanged', 'observe-mode'],
      ['lock', 'unchanged', 'observe-mode'],
    ]);
  });

  it('waits for an operator in the mode approve; a rejected action never starts', async () => {
    await policy({ mode: 'approve' });
    await takeOver('victim@example.test');
    const waiting = await actionsOf('victim@example.test');
    const [lock, reset] = ['lock', 'force-reset'].map((name) =>
      waiting.find((action) => action.do === name),
    );

    const approved = await post(`/v1/actions/${lock.id}/approve`);
    const rejected = await post(`/v1/actions/${reset.id}/reject`);
    const late = await post(`/v1/actions/${reset.id}/approve`);

    expect(outline(waiting)).toEqual([
      ['force-reset', 'awaiting-approval', 'approve-mode'],
      ['lock', 'awaiting-approval', 'approve-mode'],
    ]);
    expect(approved.body).toMatchObject({ status: 'queued', approvedBy: expect.any(String) });
    expect(rejected.body).toMatchObject({ status: 'cancelled', outcome: { code: 'rejected' } });
    expect([late.status, late.body.code]).toEqual([409, 'action-not-awaiting-approval']);
  });

  it('stops at its hourly cap, and hands the rest to the operators', async () => {
    await policy({ maxActionsPerHour: 3, rules: [{ level: 'critical', do: 'lock' }] });

    await takeOver(...Array.from({ length: 5 }, (_, n) => `victim${n}@example.test`));

    const actions = await everyItem(ask, '/v1/actions');
    expect(outline(actions)).toEqual([
      ...Array.from({ length: 2 }, () => ['lock', 'awaiting-approval', 'hourly-cap']),
      ...Array.from({ length: 3 }, () => ['lock', 'queued', undefined]),
    ]);
  });

  it('starts nothing that keeps somebody out while the stop switch is on', async () => {
    await post('/v1/response-policy/stop', { reason: 'The new rule errs.' });

    await takeOver('victim@example.test');
    const { id } = await accountOf('victim@example.test');
    const byHand = await post(`/v1/accounts/${id}/actions`, { do: 'disable', reason: 'x' });
    const unlock = await post(`/v1/accounts/${id}/actions`, { do: 'unlock', reason: 'x' });
    const shown = await ask('/v1/response-policy');
    const [held] = await everyItem(ask, `/v1/actions?accountId=${id}&do=lock`);
    const approval = await post(`/v1/actions/${held.id}/approve`);
    await post('/v1/response-policy/resume');
    const afterwards = await post(`/v1/actions/${held.id}/approve`);

    expect([held.status, held.outcome.code]).toEqual(['awaiting-approval', 'stopped']);
    for (const { status, body } of [byHand, approval])
      expect([status, body.code]).toEqual([409, 'response-stopped']);
    expect(unlock.status).toBe(202);
    expect(shown.body.stopped).toMatchObject({ reason: 'The new rule errs.' });
    expect(afterwards.body.status).toBe('queued');
  });

  it('asks for the same action once, however many signals follow', async () => {
    for (let n = 0; n < 40; n += 5)
      await sendEvents(ask, takeoverOf('victim@example.test').slice(0, n + 5));

    expect(await actionsOf('victim@example.test')).toHaveLength(2);
  });

  it('protects an account that the directory lists as one that only events have named', async () => {
    await policy({ protectedLogins: ['boss@example.test'] });
    const roster = world.service.app.get(RosterService, { strict: false });
    await roster.receive('01937a5e-0000-7000-8000-00000000d1ec', [
      {
        ref: 'b',
        login: 'Boss@Example.test',
        addresses: ['chief@example.test'],
        state: { active: true },
      },
    ]);

    await takeOver('chief@example.test');

    expect((await accountOf('boss@example.test')).level).toBe('critical');
    for (const { status } of await everyItem(ask, '/v1/actions')) expect(status).toBe('refused');
  });
});
