import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CampaignDriver } from '../../src/response/campaign-driver.service.js';
import { type Asking, everyItem } from '../support/asking.js';
import { openResponseSite, type ResponseSite } from '../support/response-site.js';

const LOGINS = Array.from({ length: 9 }, (_, n) => `user${n}@example.test`);
const ADMIN = 'admin@example.test';
const SERVICE = 'svc-print@example.test';
const BOSS = 'boss@example.test';
const POLICY = {
  mode: 'observe',
  protectedLogins: [BOSS],
  administratorGroups: ['cn=admins'],
  canary: { size: 0, watchMinutes: 30 },
  secondOperatorFor: [],
  repeatAfterHours: 24,
};

describe('a reset campaign', () => {
  let site: ResponseSite;
  let ask: Asking;
  let secondKey: string;

  beforeAll(async () => {
    site = await openResponseSite([...LOGINS, ADMIN, SERVICE, BOSS]);
    ({ ask } = site);
    const json = { name: 'second operator', scopes: ['accounts:read', 'accounts:respond'] };
    secondKey = (await site.post('/v1/api-keys', json)).body.key;
  });
  beforeEach(async () => {
    await site.beginAnew((login) => ({
      unit: 'sales',
      ...(login === LOGINS[0] ? { displayName: 'Anna Nulle' } : {}),
      groups: login === ADMIN ? ['cn=Admins'] : [],
    }));
    await site.post('/v1/response-policy/resume');
    await policy({});
  });
  afterAll(() => site.close());

  const policy = (change: object) =>
    ask('/v1/response-policy', { method: 'PUT', json: { ...POLICY, ...change } });
  const begin = async (json: object) => {
    const { status, body } = await site.post('/v1/reset-campaigns', {
      reason: 'A leak.',
      waveEvery: '1s',
      ...json,
    });
    expect([status, body.code]).toEqual([202, undefined]);
    return body.id as string;
  };
  const of = async (id: string) => (await ask(`/v1/reset-campaigns/${id}`)).body;
  const accounts = (id: string, query = '') =>
    everyItem(ask, `/v1/reset-campaigns/${id}/accounts?${query}`);
  /** What the job does when the time of the next wave has come. */
  const drive = async (id: string) => {
    await site.world.sql(`UPDATE reset_campaign SET next_wave_at = now() - interval '1 second'`);
    await site.part(CampaignDriver).drive(id);
  };
  const score = (login: string, value: number) =>
    site.world.sql(
      `INSERT INTO account_risk (account_id, score, level, scored_at, contributions, open_signals)
       SELECT account.id, $2, 'high', now(), '[]', 1 FROM account WHERE account.login = $1`,
      [login, value],
    );
  const changes = async () => {
    const counted = [];
    for (const login of LOGINS) counted.push(await site.mailboxes.changes(login));
    return counted;
  };

  it('replaces the passwords of a unit in waves, those most at risk first, each once', async () => {
    await score('user7@example.test', 90);
    await score('user3@example.test', 70);
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 2 });

    await drive(id);
    const first = await accounts(id, 'state=open');
    const [waves, seen] = [[], []] as [number[], string[]];
    for (let n = 0; n < 8; n += 1) {
      await site.carryOutQueued();
      const { wave, status } = await of(id);
      waves.push(wave);
      seen.push(status);
      await drive(id);
    }

    expect(first.map(({ login }) => login)).toEqual(['user7@example.test', 'user3@example.test']);
    expect(waves.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(await of(id)).toMatchObject({
      status: 'finished',
      progress: { done: 9, total: 9 },
      counts: { excluded: 3, done: 9, failed: 0 },
      outcome: { code: 'finished' },
    });
    expect(await changes()).toEqual(LOGINS.map(() => 1));
    const [happening] = await site.world.sql(
      `SELECT * FROM happening WHERE kind = 'campaign.finished' AND subject = $1`,
      [id],
    );
    expect(happening.detail).toMatchObject({ done: 9, excluded: 3 });
  });

  it('leaves out whom it has to, and says why', async () => {
    const id = await begin({ selector: { all: true } });

    await drive(id);

    const excluded = await accounts(id, 'state=excluded');
    const codes = excluded.map(({ login, exclusion }) => [login, exclusion.code]);
    expect(Object.fromEntries(codes)).toEqual({
      [ADMIN]: 'administrator',
      [BOSS]: 'protected-account',
      [SERVICE]: 'service-account',
    });
  });

  it('tells each person by the template, and hands the notice on when it is done', async () => {
    const notice = { subject: 'New password for {{login}}', text: 'Dear {{name}}: {{reason}}' };
    const { id: accountId } = await site.accountOf(LOGINS[0] ?? '');
    const id = await begin({ selector: { accounts: [accountId] }, notice });

    await drive(id);
    await site.carryOutQueued();

    const [account] = await accounts(id);
    const [happening] = await site.world.sql(
      `SELECT * FROM happening WHERE kind = 'action.finished' AND subject = $1`,
      [account.actionId],
    );
    expect(account.notice).toEqual({
      subject: 'New password for user0@example.test',
      text: 'Dear Anna Nulle: A leak.',
    });
    expect(happening.detail).toMatchObject({ campaign: id, notice: account.notice });
  });

  it('stops in the middle of a wave when it is paused, and goes on where it was', async () => {
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 6 });
    await drive(id);
    await site.carryOutQueued(2);

    const { body: paused } = await site.post(`/v1/reset-campaigns/${id}/pause`);
    const begunWhilePaused = await site.carryOutQueued();
    await drive(id);
    const stillPaused = await of(id);
    await site.post(`/v1/reset-campaigns/${id}/resume`);
    for (let n = 0; n < 4; n += 1) {
      await drive(id);
      await site.carryOutQueued();
    }

    expect(paused).toMatchObject({
      status: 'paused',
      counts: { done: 2, pending: 7, open: 0 },
      outcome: { code: 'paused' },
    });
    expect([begunWhilePaused, stillPaused.status]).toEqual([0, 'paused']);
    await drive(id);
    expect((await of(id)).status).toBe('finished');
    expect(await changes()).toEqual(LOGINS.map(() => 1));
  });

  it('is halted by the stop switch, and goes on when both are resumed', async () => {
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 6 });
    await drive(id);
    await site.carryOutQueued(1);

    await site.post('/v1/response-policy/stop', { reason: 'Too fast.' });
    const halted = await of(id);
    const begun = await site.carryOutQueued();
    const early = await site.post(`/v1/reset-campaigns/${id}/resume`);
    const another = await site.post('/v1/reset-campaigns', {
      selector: { all: true },
      reason: 'x',
    });
    await site.post('/v1/response-policy/resume');
    const resumed = await site.post(`/v1/reset-campaigns/${id}/resume`);

    expect(halted).toMatchObject({
      status: 'paused',
      outcome: { code: 'stopped' },
      counts: { done: 1, open: 0 },
    });
    expect(begun).toBe(0);
    for (const { status, body } of [early, another])
      expect([status, body.code]).toEqual([409, 'response-stopped']);
    expect(resumed.body.status).toBe('running');
  });

  it('pauses when an account of its canary wave fails, and goes on when an operator says so', async () => {
    await score('user7@example.test', 90);
    await site.mailboxes.sql(`UPDATE mailbox SET username = 'x' WHERE username LIKE 'user7@%'`);
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 8, canary: 2 });
    await drive(id);
    await site.carryOutQueued();

    await drive(id);
    const paused = await of(id);
    await site.post(`/v1/reset-campaigns/${id}/resume`);
    await drive(id);
    await site.carryOutQueued();
    await drive(id);
    await site.mailboxes.sql(
      `UPDATE mailbox SET username = 'user7@example.test' WHERE username = 'x'`,
    );

    expect(paused).toMatchObject({
      status: 'paused',
      wave: 1,
      outcome: { code: 'canary-failed' },
      counts: { done: 1, failed: 1, pending: 7 },
    });
    expect(await of(id)).toMatchObject({
      status: 'finished',
      counts: { done: 8, failed: 1, pending: 0 },
    });
  });

  it('needs a second operator where the policy says so', async () => {
    await policy({ secondOperatorFor: ['reset-campaign'] });
    const id = await begin({ selector: { unit: 'sales' } });
    await drive(id);
    const waiting = await of(id);

    const own = await site.post(`/v1/reset-campaigns/${id}/approve`);
    const path = `/v1/reset-campaigns/${id}/approve`;
    const other = await ask(path, { method: 'POST', key: secondKey });

    expect(waiting).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'second-operator' },
      counts: { pending: 9 },
    });
    expect([own.status, own.body.code]).toEqual([409, 'own-action']);
    expect(other.body).toMatchObject({ status: 'running', approvedBy: expect.any(String) });
  });

  it('begins nothing any more when it is cancelled', async () => {
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 4 });
    await drive(id);

    const { body } = await site.post(`/v1/reset-campaigns/${id}/cancel`);
    const again = await site.post(`/v1/reset-campaigns/${id}/resume`);

    expect(body).toMatchObject({ status: 'cancelled', counts: { open: 0, pending: 9 } });
    expect(await site.carryOutQueued()).toBe(0);
    expect([again.status, again.body.code]).toEqual([409, 'reset-campaign-not-possible']);
  });

  it('leaves out who was reset just now, and who was protected since', async () => {
    const [first, second] = [
      await site.accountOf(LOGINS[0] ?? ''),
      await site.accountOf(LOGINS[1] ?? ''),
    ];
    await site.post(`/v1/accounts/${first.id}/actions`, { do: 'force-reset', reason: 'x' });
    await site.carryOutQueued();
    const id = await begin({ selector: { unit: 'sales' }, waveSize: 2 });
    await site.part(CampaignDriver).drive(id);
    await ask(`/v1/accounts/${second.id}`, { method: 'PATCH', json: { protected: true } });
    for (let n = 0; n < 6; n += 1) {
      await site.carryOutQueued();
      await drive(id);
    }

    const excluded = await accounts(id, 'state=excluded');
    const codes = new Map(excluded.map(({ login, exclusion }) => [login, exclusion.code]));
    expect(codes.get(LOGINS[0] ?? '')).toBe('recently-reset');
    expect((await of(id)).status).toBe('finished');
  });

  it('takes the accounts of an incident, or those with a finding', async () => {
    const { id: accountId } = await site.accountOf('user4@example.test');
    const [{ id: incident }] = await site.world.sql(
      `INSERT INTO incident (id, status, first_sign_in_at, last_activity_at, summary)
       VALUES (gen_random_uuid(), 'open', now(), now(), '{}') RETURNING id`,
    );
    await site.world.sql(
      `INSERT INTO incident_member (incident_id, account_id, reason) VALUES ($1, $2, '{}')`,
      [incident, accountId],
    );
    await site.world.sql(
      `INSERT INTO password_finding (account_id, finding, severity, evidence, audit_id, since)
       VALUES ($1, 'breached', 'critical', '{}', gen_random_uuid(), now())`,
      [accountId],
    );

    for (const selector of [{ incident }, { finding: 'breached' }]) {
      const id = await begin({ selector });
      await site.part(CampaignDriver).drive(id);
      expect((await accounts(id)).map(({ login }) => login)).toEqual(['user4@example.test']);
    }
  });

  it.each([
    ['an incident that there is not', { incident: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0' }, 404],
    ['an account that there is not', { accounts: ['019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0'] }, 404],
    ['nobody', {}, 400],
    ['two things at once', { all: true, unit: 'sales' }, 400],
  ])('is refused for %s', async (_what, selector, status) => {
    const answer = await site.post('/v1/reset-campaigns', { selector, reason: 'x' });

    expect(answer.status).toBe(status);
  });
});
