import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionExpiry } from '../../src/response/action-expiry.service.js';
import { HeldActions } from '../../src/response/held-actions.service.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { openResponseSite, type ResponseSite } from '../support/response-site.js';
import { takeoverOf } from '../support/takeover.js';

const LOGINS = ['alice', 'bob', 'carol', 'dave', 'admin1', 'admin2'].map(
  (name) => `${name}@example.test`,
);
const POLICY = {
  mode: 'enforce',
  rules: [{ level: 'high', do: 'lock' }],
  protectedGroups: [],
  administratorGroups: [],
  maxShareOfDirectoryPerDay: { percent: 100, atLeast: 100 },
  secondOperatorFor: [],
  quietHours: [],
  canary: { size: 0, watchMinutes: 30 },
  lockExpiresAfterHours: 168,
};

describe('the guard rails of the response, over REST', () => {
  let site: ResponseSite;
  let ask: Asking;

  beforeAll(async () => {
    site = await openResponseSite(LOGINS);
    ({ ask } = site);
  });
  beforeEach(async () => {
    await site.beginAnew();
    await policy({});
  });
  afterAll(() => site.close());

  const policy = async (change: object) => {
    const json = { ...POLICY, ...change };
    const { status, text } = await ask('/v1/response-policy', { method: 'PUT', json });
    expect([status, text]).toEqual([200, expect.any(String)]);
  };
  const act = async (login: string, json: object) => {
    const { id } = await site.accountOf(login);
    const { body } = await site.post(`/v1/accounts/${id}/actions`, { reason: 'x', ...json });
    await site.carryOut(body.id);
    return site.actionOf(body.id);
  };
  const decisionsOn = async (login: string) => {
    await sendEvents(ask, takeoverOf(login));
    return everyItem(ask, `/v1/actions?accountId=${(await site.accountOf(login)).id}`);
  };
  const expireNow = async (id: string) => {
    await site.world.sql(
      `UPDATE action SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await site.part(ActionExpiry).takeBack();
  };
  const undoOf = async (id: string) =>
    (await everyItem(ask, '/v1/actions')).find((action) => action.undoOf === id);

  it('shows what an action would do: entry, states, steps and rails, and changes nothing', async () => {
    const { id } = await site.accountOf('alice@example.test');

    const { status, body } = await ask(`/v1/accounts/${id}/plan?do=lock`);

    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        do: 'lock',
        performed: 'lock',
        directory: site.mailboxes.directoryId,
        entry: expect.stringContaining('alice@example.test'),
        before: expect.objectContaining({ active: true }),
        after: expect.objectContaining({ active: false }),
        steps: [expect.stringContaining('active')],
        unsupported: null,
        obstacle: null,
        holds: [],
      }),
    ]);
    expect((await site.mailboxes.of('alice@example.test')).active).toBe(true);
  });

  it('says in a plan what the directory can not do, and what comes closest', async () => {
    const { id } = await site.accountOf('alice@example.test');

    const { body } = await ask(`/v1/accounts/${id}/plan?do=hold-outbound`);

    expect(body.unsupported).toMatchObject({ reason: expect.any(String) });
    expect(body.obstacle === null).toBe(body.performed !== null);
  });

  it('leaves members of a protected group alone', async () => {
    await policy({ protectedGroups: ['cn=board*'] });
    await site.list(() => ({ groups: ['cn=Board,dc=example,dc=test'] }));

    const [action] = await decisionsOn('alice@example.test');

    expect(action).toMatchObject({ status: 'refused', outcome: { code: 'protected-account' } });
  });

  it('does not lock the last administrator, and an operator needs a second one to', async () => {
    await policy({ administratorGroups: ['cn=admins'] });
    await site.list((login) => (login.startsWith('admin') ? { groups: ['cn=Admins'] } : {}));

    const [first] = await decisionsOn('admin1@example.test');
    await site.carryOut(first.id);
    const [second] = await decisionsOn('admin2@example.test');
    const { id } = await site.accountOf('admin2@example.test');
    const byHand = await site.post(`/v1/accounts/${id}/actions`, { do: 'lock', reason: 'x' });

    expect((await site.actionOf(first.id)).status).toBe('applied');
    expect(second).toMatchObject({ status: 'refused', outcome: { code: 'last-administrator' } });
    expect(byHand.body).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'last-administrator' },
    });
  });

  it('acts on no more than its share of a directory a day', async () => {
    await policy({ maxShareOfDirectoryPerDay: { percent: 34, atLeast: 0 } });

    const statuses = [];
    for (const name of ['alice', 'bob', 'carol'])
      statuses.push((await decisionsOn(`${name}@example.test`))[0]?.outcome?.code);

    expect(statuses).toEqual([undefined, undefined, 'daily-share']);
  });

  it('sends canaries ahead, and stops when one of them is taken back', async () => {
    await policy({ canary: { size: 1, watchMinutes: 30 } });

    const [canary] = await decisionsOn('alice@example.test');
    await site.carryOut(canary.id);
    const [watched] = await decisionsOn('bob@example.test');
    const { body: undo } = await site.post(`/v1/actions/${canary.id}/undo`);
    await site.carryOut(undo.id);
    const [afterwards] = await decisionsOn('carol@example.test');

    expect(canary.status).toBe('queued');
    expect(watched.outcome.code).toBe('canary');
    expect(afterwards.outcome.code).toBe('canary-failed');
  });

  it('holds back in quiet hours, and goes on by itself when they are over', async () => {
    const quietHours = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '00:00' },
    ];
    await policy({ quietHours, quietHoursUpTo: 'critical' });
    const [held] = await decisionsOn('alice@example.test');
    await site.part(HeldActions).release();
    const still = await site.actionOf(held.id);
    await policy({ quietHoursUpTo: 'critical' });
    await site.world.sql(`UPDATE action SET due_at = now() - interval '1 second'`);

    await site.part(HeldActions).release();

    expect(held).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'quiet-hours' },
      dueAt: expect.any(String),
    });
    expect(still.status).toBe('awaiting-approval');
    expect(await site.actionOf(held.id)).toMatchObject({
      status: 'queued',
      dueAt: null,
      outcome: null,
    });
  });

  it('asks the other rails again when quiet hours are over', async () => {
    const quietHours = [{ from: '00:00', to: '00:00' }];
    await policy({ quietHours, quietHoursUpTo: 'critical' });
    const [held] = await decisionsOn('alice@example.test');
    const { id } = await site.accountOf('alice@example.test');
    await ask(`/v1/accounts/${id}`, { method: 'PATCH', json: { protected: true } });
    await policy({});
    await site.world.sql(`UPDATE action SET due_at = now() - interval '1 second'`);

    await site.part(HeldActions).release();

    expect(await site.actionOf(held.id)).toMatchObject({
      status: 'refused',
      outcome: { code: 'protected-account' },
    });
  });

  it('needs a second operator where the policy says so, and never the one who asked', async () => {
    await policy({ secondOperatorFor: ['disable'] });
    const { id } = await site.accountOf('alice@example.test');
    const json = { name: 'second operator', scopes: ['accounts:respond'] };
    const { key } = (await site.post('/v1/api-keys', json)).body;

    const { body: action } = await site.post(`/v1/accounts/${id}/actions`, {
      do: 'disable',
      reason: 'x',
    });
    const own = await site.post(`/v1/actions/${action.id}/approve`);
    const other = await ask(`/v1/actions/${action.id}/approve`, { method: 'POST', key });

    expect(action).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'second-operator' },
    });
    expect([own.status, own.body.code]).toEqual([409, 'own-action']);
    expect(other.body.status).toBe('queued');
  });

  it('takes every lock back when its time is over', async () => {
    const lock = await act('alice@example.test', { do: 'lock' });
    const hours = (Date.parse(lock.expiresAt) - Date.parse(lock.finishedAt)) / 3_600_000;

    await expireNow(lock.id);
    const undo = await undoOf(lock.id);
    await site.carryOut(undo.id);

    expect(hours).toBeCloseTo(168, 1);
    expect(undo).toMatchObject({ do: 'unlock', mode: 'expiry', requestedBy: 'action-expiry' });
    expect((await site.actionOf(lock.id)).status).toBe('undone');
    expect((await site.mailboxes.of('alice@example.test')).active).toBe(true);
  });

  it('does not take back a later lock with an earlier one', async () => {
    const first = await act('alice@example.test', { do: 'lock' });
    await act('alice@example.test', { do: 'unlock' });
    const second = await act('alice@example.test', { do: 'lock', expiresInHours: 500 });

    const forgotten = await site.actionOf(first.id);
    await site.part(ActionExpiry).takeBack();

    expect(forgotten.expiresAt).toBeNull();
    expect(second.status).toBe('applied');
    expect((await site.mailboxes.of('alice@example.test')).active).toBe(false);
  });

  it('keeps a lock for as long as the last who asked for it wants', async () => {
    const first = await act('alice@example.test', { do: 'lock', expiresInHours: 1 });

    const second = await act('alice@example.test', { do: 'lock', expiresInHours: 500 });

    expect(second.status).toBe('unchanged');
    expect((await site.actionOf(first.id)).expiresAt).toBe(second.expiresAt);
  });

  it('opens no account by a timer that is known to be compromised, while its old password works', async () => {
    const lock = await act('alice@example.test', { do: 'lock' });
    const json = { verdict: 'compromised', note: 'The owner says so.' };
    await site.post(`/v1/accounts/${lock.accountId}/verdict`, json);

    await expireNow(lock.id);
    const postponed = await site.actionOf(lock.id);
    await act('alice@example.test', { do: 'force-reset' });
    await expireNow(lock.id);

    expect(Date.parse(postponed.expiresAt)).toBeGreaterThan(Date.now());
    expect(postponed.status).toBe('applied');
    expect(await undoOf(lock.id)).toMatchObject({ do: 'unlock', status: 'queued' });
  });

  it('refuses a time of expiry for what can not be taken back', async () => {
    const { id } = await site.accountOf('alice@example.test');
    const json = { do: 'force-reset', reason: 'x', expiresInHours: 2 };

    const { status, body } = await site.post(`/v1/accounts/${id}/actions`, json);

    expect([status, body.code]).toEqual([422, 'action-not-expiring']);
  });

  it('locks who returns after his reset, by the ladder of the rule', async () => {
    await policy({
      rules: [{ level: 'high', do: 'force-reset', again: [{ do: 'lock', withinDays: 365 }] }],
    });
    const [reset] = await decisionsOn('alice@example.test');
    await site.carryOut(reset.id);
    // As if it had been done before the events of the takeover: they are a return.
    await site.world.sql(
      `UPDATE action SET created_at = '2026-05-30T00:00Z', finished_at = '2026-05-30T00:00Z'`,
    );
    await sendEvents(ask, takeoverOf('alice@example.test', Date.UTC(2026, 5, 2, 9)));

    const { id } = await site.accountOf('alice@example.test');
    const [lock] = await everyItem(ask, `/v1/actions?accountId=${id}&do=lock`);
    expect(lock).toMatchObject({ do: 'lock', status: 'queued' });
  });
});
