import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TemporaryPasswordsService } from '../../src/response/temporary-passwords.service.js';
import type { Asking } from '../support/asking.js';
import { dumpOf } from '../support/database-dump.js';
import { openResponseSite, type ResponseSite } from '../support/response-site.js';

const LOGINS = ['alice@example.test', 'boss@example.test'];
const DIGEST_BYTES = 64;

describe('a temporary password', () => {
  let site: ResponseSite;
  let ask: Asking;
  let secondKey: string;

  beforeAll(async () => {
    site = await openResponseSite(LOGINS);
    ({ ask } = site);
    const json = { name: 'second operator', scopes: ['accounts:respond', 'accounts:read'] };
    secondKey = (await site.post('/v1/api-keys', json)).body.key;
  });
  beforeEach(() => site.beginAnew());
  afterAll(() => site.close());

  const request = async (login = 'alice@example.test') => {
    const { id } = await site.accountOf(login);
    const json = { do: 'temporary-password', reason: 'The caller is the owner.' };
    const { status, body } = await site.post(`/v1/accounts/${id}/actions`, json);
    expect([status, body.code]).toEqual([202, undefined]);
    return body.id as string;
  };
  const fetch = (id: string, key?: string, headers: Record<string, string> = {}) =>
    ask(`/v1/actions/${id}/temporary-password`, {
      method: 'POST',
      headers,
      ...(key === undefined ? {} : { key }),
    });
  const opens = async (login: string, password: string) => {
    const { password: stored } = await site.mailboxes.of(login);
    const bytes = Buffer.from(stored.replace('{SSHA512}', ''), 'base64');
    const digest = createHash('sha512').update(password).update(bytes.subarray(DIGEST_BYTES));
    return digest.digest().equals(bytes.subarray(0, DIGEST_BYTES));
  };

  it('is set by the worker, handed over once, and works', async () => {
    const id = await request();
    const early = await fetch(id);
    await site.carryOut(id);

    const first = await fetch(id);
    const second = await fetch(id);

    expect([early.status, early.body.code]).toEqual([409, 'temporary-password-not-ready']);
    expect(await site.actionOf(id)).toMatchObject({
      status: 'applied',
      after: { active: true, mustChange: true },
    });
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(await opens('alice@example.test', first.body.password)).toBe(true);
    expect([second.status, second.body.code]).toEqual([410, 'temporary-password-gone']);
    const { body: log } = await ask(`/v1/audit-log?subject=${id}`);
    expect(log.items.map(({ what }: { what: string }) => what)).toContain(
      'temporary-password.fetched',
    );
  });

  it('is in no table, job, log or kept answer in clear, before it is fetched or after', async () => {
    const id = await request();
    await site.carryOut(id);
    const before = await dumpOf(site.world.sql);

    const { body } = await fetch(id, undefined, { 'idempotency-key': 'fetch-1' });
    const repeated = await fetch(id, undefined, { 'idempotency-key': 'fetch-1' });
    const after = await dumpOf(site.world.sql);

    expect(repeated.body.password).toBeNull();
    const spellings = [
      body.password,
      Buffer.from(body.password).toString('base64'),
      Buffer.from(body.password).toString('hex'),
    ];
    for (const dump of [before, after])
      for (const [table, text] of dump)
        for (const spelling of spellings)
          expect(text.includes(spelling), `${table} holds the password`).toBe(false);
    const [row] = await site.world.sql('SELECT * FROM temporary_password WHERE action_id = $1', [
      id,
    ]);
    expect(row.sealed).toBeNull();
  });

  it('is handed to nobody but who asked for it or approved it', async () => {
    const id = await request();
    await site.carryOut(id);

    const other = await fetch(id, secondKey);

    expect([other.status, other.body.code]).toEqual([403, 'temporary-password-not-yours']);
    expect((await fetch(id)).status).toBe(200);
  });

  it('needs a second operator for a protected account', async () => {
    const { id: accountId } = await site.accountOf('boss@example.test');
    await ask(`/v1/accounts/${accountId}`, { method: 'PATCH', json: { protected: true } });

    const id = await request('boss@example.test');
    const waiting = await site.actionOf(id);
    await ask(`/v1/actions/${id}/approve`, { method: 'POST', key: secondKey });
    await site.carryOut(id);

    expect(waiting).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'protected-account' },
    });
    expect((await fetch(id, secondKey)).status).toBe(200);
  });

  it('is gone when its time is over', async () => {
    const id = await request();
    await site.carryOut(id);
    await site.world.sql(`UPDATE temporary_password SET expires_at = now() - interval '1 second'`);

    const late = await fetch(id);
    await site.part(TemporaryPasswordsService).forgetExpired();

    expect([late.status, late.body.code]).toEqual([410, 'temporary-password-gone']);
    const [row] = await site.world.sql('SELECT sealed FROM temporary_password');
    expect(row.sealed).toBeNull();
  });

  it('is the same one when the worker died before it could say that it was set', async () => {
    const id = await request();
    await site.carryOut(id);
    await site.world.sql(
      `UPDATE action SET status = 'running', finished_at = NULL, outcome = NULL WHERE id = $1`,
      [id],
    );
    await site.world.sql(`UPDATE temporary_password SET expires_at = NULL`);

    await site.carryOut(id);

    const { body } = await fetch(id);
    expect((await site.actionOf(id)).status).toBe('applied');
    expect(await opens('alice@example.test', body.password)).toBe(true);
  });

  it('is none of another action, nor of one that was refused', async () => {
    const { id: accountId } = await site.accountOf('alice@example.test');
    const json = { do: 'lock', reason: 'x' };
    const { body: lock } = await site.post(`/v1/accounts/${accountId}/actions`, json);
    await site.mailboxes.sql(`UPDATE mailbox SET username = 'x' WHERE username LIKE 'alice@%'`);
    const id = await request();
    await site.world.sql(`UPDATE action SET status = 'cancelled' WHERE id = $1`, [lock.id]);
    await site.carryOut(id);
    await site.mailboxes.sql(
      `UPDATE mailbox SET username = 'alice@example.test' WHERE username = 'x'`,
    );

    const [none, refused] = [await fetch(lock.id), await fetch(id)];

    expect([none.status, none.body.code]).toEqual([404, 'temporary-password-none']);
    expect([refused.status, refused.body.code]).toEqual([409, 'temporary-password-not-set']);
    expect(
      await site.world.sql('SELECT FROM temporary_password WHERE action_id = $1', [id]),
    ).toEqual([]);
  });
});
