import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { STANDARD_SECRET } from '../support/hook-signers.js';
import { type Receiver, startReceiver } from '../support/receiver.js';
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
  let phones: Receiver;
  let ask: Asking;
  const ids = new Map<string, string>();
  const keys = new Map<string, string>();

  beforeAll(async () => {
    mail = await startMailServer();
    phones = await startReceiver();
    const gateway = {
      PHONE_GATEWAY_URL: `${phones.url}/phone`,
      PHONE_GATEWAY_SECRET: STANDARD_SECRET,
      PRIVATE_TARGETS: '127.0.0.0/8',
    };
    world = await openWorld({ SMTP_URL: mail.url, ...gateway });
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
    await phones.close();
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

  it('verifies by what the directory knows, which nobody sees', async () => {
    const login = 'ann@example.test';
    await mailboxes.sql(`ALTER TABLE mailbox ADD COLUMN phone text`);
    await mailboxes.sql(`UPDATE mailbox SET phone = '+49 (30) 1234-5678' WHERE username = $1`, [
      login,
    ]);
    const attribute = { directoryId: mailboxes.directoryId, attribute: 'phone' };
    const set = (json: object) => ask('/v1/helpdesk/caller-attributes', { method: 'PUT', json });
    const secret = await set({ attributes: [{ ...attribute, name: 'x', attribute: 'password' }] });
    await ask(`/v1/directories/${mailboxes.directoryId}/sync`, { method: 'POST' });
    await set({ attributes: [{ ...attribute, name: 'last digits', compare: 'last-digits' }] });
    const card = await until(async () => {
      const { body } = await operator('/v1/helpdesk/accounts?query=ann');
      return body.items[0].attributes.length > 0 && body.items[0];
    }, PATIENCE);
    const json = { method: 'attribute', ticket: 'RT 1', ...card.attributes[0], name: undefined };

    const begun = await operator(`${accountOf(login)}/verify-caller`, json);
    const path = `${accountOf(login)}/verify-caller/${begun.body.id}`;
    const wrong = await operator(path, { answer: '5679' });
    const right = await operator(path, { answer: '56 78' });
    const nothing = await operator(`${accountOf('ben@example.test')}/verify-caller`, json);
    const log = await ask('/v1/audit-log?limit=200');

    expect(secret.body.errors[0].path).toBe('attributes.0.attribute');
    expect([wrong.body.code, right.body.status]).toEqual(['wrong-answer', 'verified']);
    expect(nothing.body.code).toBe('contact-unusable');
    for (const text of [JSON.stringify(card), begun.text, wrong.text, right.text, log.text])
      expect(text).not.toContain('5678');
  });

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

  it('sends a code to a registered phone by the gateway, signed', async () => {
    const login = 'ben@example.test';
    const [contact] = await register(login, [
      { kind: 'phone', name: 'mobile', value: '+49 30 1234567' },
    ]);
    const json = { method: 'code', ticket: 'RT 7', contactId: contact.id };
    const begun = await operator(`${accountOf(login)}/verify-caller`, json);
    const [message] = phones.received.filter(({ path }) => path === '/phone');
    const { data } = new Webhook(STANDARD_SECRET).verify(
      message?.text ?? '',
      message?.headers ?? {},
    ) as { data: { to: string; text: string } };
    const code = /[0-9]{8}/.exec(data.text)?.[0] ?? '';

    const answer = await operator(`${accountOf(login)}/verify-caller/${begun.body.id}`, {
      answer: code,
    });
    phones.answerNext('/phone', 503);
    const failed = await operator(`${accountOf(login)}/verify-caller`, json);
    const log = await ask('/v1/audit-log?limit=200');

    expect(contact.shown).toBe('…567');
    expect(data.to).toBe('+49 30 1234567');
    expect(answer.body.status).toBe('verified');
    expect(failed.body.code).toBe('code-not-sent');
    expect(begun.text + log.text).not.toContain(code);
  });

  it('gives a verified caller a temporary password, which is handed over once', async () => {
    const login = 'ben@example.test';
    const before = await mailboxes.of(login);
    const verificationId = await verified(login);

    const asked = await operator(`${accountOf(login)}/temporary-password`, {
      verificationId,
      reason: 'The owner called.',
    });
    const fetch = () => operator(`/v1/actions/${asked.body.actions[0].id}/temporary-password`, {});
    const given = await until(async () => {
      const answer = await fetch();
      return answer.status === 200 && answer;
    }, PATIENCE);
    const again = await fetch();
    const after = await mailboxes.of(login);
    const log = await ask('/v1/audit-log?limit=200');

    expect([asked.status, asked.body.actions[0].do]).toEqual([202, 'temporary-password']);
    expect(given.body.password).toMatch(/^\S{12,}$/);
    expect(again.status).toBe(410);
    expect(after.password).not.toBe(before.password);
    expect(after.must_change).toBe(true);
    expect(log.text).not.toContain(given.body.password);
  });

  it('lets a lock hold longer without a verification', async () => {
    const login = 'eve@example.test';
    const json = { hours: 300, reason: 'The caller could not be verified.', ticket: 'RT 8' };
    const inThatTime = Date.now() + 300 * 3_600_000;

    const asked = await operator(`${accountOf(login)}/extend-lock`, json);
    const locked = await until(async () => {
      const { body } = await operator('/v1/helpdesk/accounts?query=eve');
      const { until: end } = body.items[0].locked;
      return Date.parse(end) > Date.now() + 200 * 3_600_000 && body.items[0].locked;
    }, PATIENCE);

    expect([asked.status, asked.body.actions[0].do]).toEqual([202, 'lock']);
    expect(Math.abs(Date.parse(locked.until) - inThatTime)).toBeLessThan(60_000);
    expect((await mailboxes.of(login)).active).toBe(false);
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
