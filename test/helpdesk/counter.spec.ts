import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const LOGINS = ['ann', 'ben', 'cat', 'dan', 'eve'].map((name) => `${name}@example.test`);
const PATIENCE = { timeoutMs: 40_000 };

describe("the helpdesk's counter", () => {
  let world: World;
  let worker: Service;
  let mailboxes: Mailboxes;
  let mail: MailServer;
  let ask: Asking;
  const ids = new Map<string, string>();
  const keys = new Map<string, string>();

  beforeAll(async () => {
    mail = await startMailServer();
    world = await openWorld({ SMTP_URL: mail.url });
    ({ ask } = world.service);
    mailboxes = await connectMailboxes(ask, LOGINS);
    worker = await openService(world.database.url, { ROLE: 'worker' });
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });
    for (const login of LOGINS) ids.set(login, await attack(ask, login));
    for (const [name, scopes] of [
      ['operator', ['helpdesk:operate']],
      ['colleague', ['helpdesk:operate', 'accounts:respond']],
      [LOGINS[3], ['helpdesk:operate', 'accounts:respond']],
    ] as const) {
      const { body } = await ask('/v1/api-keys', { method: 'POST', json: { name, scopes } });
      keys.set(String(name), body.key);
    }
    for (const login of LOGINS)
      await until(async () => !(await mailboxes.of(login)).active, PATIENCE);
  });
  afterAll(async () => {
    await worker.close();
    await mailboxes.close();
    await world.close();
    await mail.close();
  });

  const accountOf = (login: string) => `/v1/helpdesk/accounts/${ids.get(login)}`;
  const as = (who: string) => (path: string, json?: unknown) =>
    ask(path, {
      key: keys.get(who) ?? '',
      ...(json === undefined ? {} : { method: 'POST', json }),
    });
  const operator = (path: string, json?: unknown) => as('operator')(path, json);

  async function register(login: string, contacts: readonly unknown[]) {
    const { body } = await ask(`${accountOf(login)}/contacts`, {
      method: 'PUT',
      json: { contacts },
    });
    return body.items;
  }

  async function verified(login: string): Promise<string> {
    const [contact] = await register(login, [
      { kind: 'fact', name: 'personnel number', value: 'P 4711' },
    ]);
    const begun = await operator(`${accountOf(login)}/verify-caller`, {
      method: 'fact',
      ticket: 'RT 1',
      contactId: contact.id,
    });
    const path = `${accountOf(login)}/verify-caller/${begun.body.id}`;
    expect((await operator(path, { answer: 'p4711' })).status).toBe(200);
    return begun.body.id;
  }

  it('shows in plain words why an account is locked, since when and by what', async () => {
    const { body } = await operator('/v1/helpdesk/accounts?query=ann');

    const [card] = body.items;
    expect(card).toMatchObject({ login: LOGINS[0], access: 'closed', locked: { by: 'rule' } });
    expect(card.why[0]).toMatch(/^The response policy locked the account at .*: Level critical/);
    expect(card.places.length).toBeGreaterThan(0);
    expect(card.next.join(' ')).toContain('Verify the caller');
    expect(card.release).toMatchObject({ allowed: true });
  });

  it('lists who is locked, page by page', async () => {
    const first = await operator('/v1/helpdesk/worklists/locked?limit=3');
    const second = await operator(
      `/v1/helpdesk/worklists/locked?limit=3&cursor=${first.body.nextCursor}`,
    );

    const listed = [...first.body.items, ...second.body.items].map(({ login }) => login);
    expect(new Set(listed)).toEqual(new Set(LOGINS));
  });

  it.each(['must-change', 'expiring', 'awaiting-approval', 'second-wave'])(
    'answers the worklist %s',
    async (name) => {
      expect((await operator(`/v1/helpdesk/worklists/${name}`)).status).toBe(200);
    },
  );

  it('lets nobody release an account whose caller was not verified', async () => {
    const answer = await operator(`${accountOf('ann@example.test')}/unlock`, {
      verificationId: ids.get('ann@example.test'),
      reason: 'He sounds nice.',
    });

    expect(answer.body.code).toBe('verification-not-found');
  });

  it('verifies by a code to a second address, and unlocks once for it', async () => {
    const login = 'ann@example.test';
    const [contact] = await register(login, [
      { kind: 'mail', name: 'second address', value: 'ann@example.org' },
    ]);
    const begun = await operator(`${accountOf(login)}/verify-caller`, {
      method: 'code',
      ticket: 'RT 4711',
      contactId: contact.id,
    });
    const sent = await until(() => mail.mails.find(({ text }) => text?.includes('code')));
    const code = /[0-9]{8}/.exec(sent.text ?? '')?.[0];
    const path = `${accountOf(login)}/verify-caller/${begun.body.id}`;
    const wrong = await operator(path, { answer: '00000000' });
    const right = await operator(path, { answer: code });
    const release = {
      verificationId: begun.body.id,
      reason: 'The owner called.',
      forceReset: true,
    };
    const released = await operator(`${accountOf(login)}/unlock`, release);
    const again = await operator(`${accountOf(login)}/unlock`, release);
    await until(async () => (await mailboxes.of(login)).active, PATIENCE);
    const log = await ask('/v1/audit-log?limit=200');

    expect(contact.shown).toBe('a…@example.org');
    expect(sent.to).toMatchObject({ text: 'ann@example.org' });
    expect(wrong.body.code).toBe('wrong-answer');
    expect(right.body.status).toBe('verified');
    expect(released.status).toBe(202);
    expect(released.body.actions.map((action: { do: string }) => action.do)).toEqual([
      'force-reset',
      'unlock',
    ]);
    expect(again.body.code).toBe('caller-not-verified');
    expect(log.text).toContain('caller.verified');
    expect(log.text).not.toContain(code ?? 'no code');
  });

  it('gives three tries', async () => {
    const login = 'eve@example.test';
    const [contact] = await register(login, [{ kind: 'fact', name: 'room', value: '101' }]);
    const begun = await operator(`${accountOf(login)}/verify-caller`, {
      method: 'fact',
      ticket: 'RT 2',
      contactId: contact.id,
    });
    const path = `${accountOf(login)}/verify-caller/${begun.body.id}`;

    const codes = [];
    for (const answer of ['1', '2', '3', '101'])
      codes.push((await operator(path, { answer })).body.code);

    expect(codes).toEqual([
      'wrong-answer',
      'wrong-answer',
      'wrong-answer',
      'verification-not-pending',
    ]);
  });

  it('begins five verifications an hour for an account, and no more', async () => {
    const login = 'eve@example.test';
    const begin = () =>
      operator(`${accountOf(login)}/verify-caller`, { method: 'manager', ticket: 'RT 3' });

    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await begin()).status);

    expect(statuses).toEqual([201, 201, 201, 201, 429]);
  });

  it('keeps a verification to the operator who began it', async () => {
    const verificationId = await verified('ben@example.test');

    const other = await as('colleague')(`${accountOf('ben@example.test')}/unlock`, {
      verificationId,
      reason: 'Not my call.',
    });

    expect(other.body.code).toBe('verification-not-found');
  });

  it('asks for a second operator where the account is protected', async () => {
    const login = 'cat@example.test';
    await ask(`/v1/accounts/${ids.get(login)}`, {
      method: 'PATCH',
      json: { protected: true },
    });
    const verificationId = await verified(login);
    const unlock = () =>
      operator(`${accountOf(login)}/unlock`, { verificationId, reason: 'The owner called.' });

    const refused = await unlock();
    const own = await operator(`/v1/helpdesk/verifications/${verificationId}/approve`, {});
    const approved = await as('colleague')(
      `/v1/helpdesk/verifications/${verificationId}/approve`,
      {},
    );
    const released = await unlock();

    expect(refused.body.code).toBe('approver-needed');
    expect(own.status).toBe(403);
    expect(approved.body).toMatchObject({ approved: true });
    expect(released.status).toBe(202);
  });

  it('lets nobody verify, approve or release his own account', async () => {
    const login = 'dan@example.test';
    const dan = as(login);

    const begun = await dan(`${accountOf(login)}/verify-caller`, {
      method: 'manager',
      ticket: 'RT 5',
    });
    const card = await dan('/v1/helpdesk/accounts?query=dan');
    const verificationId = await verified(login);
    const approved = await dan(`/v1/helpdesk/verifications/${verificationId}/approve`, {});

    expect(begun.body.code).toBe('own-account');
    expect(card.body.items[0].release).toMatchObject({ allowed: false, code: 'own-account' });
    expect(approved.body.code).toBe('own-account');
  });

  it('lets no operator of the counter register what callers are recognised by', async () => {
    const answer = await ask(`${accountOf('ben@example.test')}/contacts`, {
      method: 'PUT',
      key: keys.get('operator') ?? '',
      json: { contacts: [] },
    });

    expect(answer.status).toBe(403);
  });

  it('says nothing but that it failed when the code cannot be sent', async () => {
    const login = 'ben@example.test';
    const [contact] = await register(login, [
      { kind: 'mail', name: 'second address', value: 'ben@example.org' },
    ]);
    mail.refuseWith(550);

    const begun = await operator(`${accountOf(login)}/verify-caller`, {
      method: 'code',
      ticket: 'RT 6',
      contactId: contact.id,
    });
    mail.refuseWith(undefined);

    expect(begun.body.code).toBe('code-not-sent');
  });
});
