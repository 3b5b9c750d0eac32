import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, type ServedApi, serveApi } from './api-client.js';

describe('API keys', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });

  afterAll(() => api.close());

  async function makeKey(fields: Record<string, unknown> = {}) {
    const json = { name: 'a shipper', scopes: ['audit-log:read'], ...fields };
    const answer = await api.ask('/v1/api-keys', { method: 'POST', json });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  it('shows a made key once, and stores nothing that it could be told from', async () => {
    const { key, id, prefix } = await makeKey();

    const { rows } = await query('SELECT * FROM api_key WHERE id = $1', [id]);
    const listed = await api.ask('/v1/api-keys?limit=200');

    expect(key).toMatch(/^aw_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/);
    expect(key.startsWith(prefix)).toBe(true);
    const secret = key.slice(prefix.length + 1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(listed.text).not.toContain(secret);
    expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(id);
  });

  it('lets a key do what its scopes say and nothing else', async () => {
    const { key } = await makeKey();

    const allowed = await api.ask('/v1/audit-log', { key });
    const forbidden = await api.ask('/v1/api-keys', { key });

    expect([allowed.status, forbidden.status]).toEqual([200, 403]);
    expect(forbidden.body.code).toBe('forbidden');
  });

  it.each([
    ['one character changed', (key: string) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')],
    ['the prefix alone', (key: string) => key.slice(0, 11)],
    ['a longer text', (key: string) => `${key}x`],
    ['another prefix', (key: string) => `aw_zzzzzzzz${key.slice(11)}`],
    ['something huge', () => 'x'.repeat(8_000)],
  ])('refuses %s', async (_case, changed) => {
    const { key } = await makeKey();

    const answer = await api.ask('/v1/audit-log', { key: changed(key) });

    expect(answer.status).toBe(401);
  });

  it('refuses a revoked key at once, though it was used a moment before', async () => {
    const { key, id } = await makeKey();
    const before = await api.ask('/v1/audit-log', { key });

    const revoked = await api.ask(`/v1/api-keys/${id}`, { method: 'DELETE' });
    const again = await api.ask(`/v1/api-keys/${id}`, { method: 'DELETE' });

    expect([before.status, revoked.status, again.status]).toEqual([200, 204, 204]);
    expect((await api.ask('/v1/audit-log', { key })).status).toBe(401);
  });

  it('refuses an expired key', async () => {
    const { key, id } = await makeKey({ expiresAt: '2999-01-01T00:00:00Z' });
    await query(`UPDATE api_key SET expires_at = now() - interval '1 s' WHERE id = $1`, [id]);

    expect((await api.ask('/v1/audit-log', { key })).status).toBe(401);
  });

  it('refuses to make a key that has expired already', async () => {
    const json = { name: 'late', scopes: ['admin'], expiresAt: '2001-01-01T00:00:00Z' };

    const answer = await api.ask('/v1/api-keys', { method: 'POST', json });

    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'expiresAt']);
  });

  it('does not let a key revoke itself', async () => {
    const { key, id } = await makeKey({ scopes: ['admin'] });

    const answer = await api.ask(`/v1/api-keys/${id}`, { method: 'DELETE', key });

    expect([answer.status, answer.body.code]).toEqual([409, 'api-key-in-use']);
  });

  it('answers an id that is none with a problem', async () => {
    const unknown = '01937a5e-0000-7000-8000-000000000009';

    const missing = await api.ask(`/v1/api-keys/${unknown}`, { method: 'DELETE' });
    const wrong = await api.ask('/v1/api-keys/1', { method: 'DELETE' });

    expect([missing.status, missing.body.code]).toEqual([404, 'api-key-not-found']);
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-request']);
  });

  it('pages through the keys without losing or repeating one while new ones are made', async () => {
    const made = [await makeKey(), await makeKey(), await makeKey()];
    const seen: string[] = [];
    let cursor = '';

    do {
      const { body } = await api.ask(`/v1/api-keys?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      if (seen.length < 5) await makeKey();
    } while (cursor !== '');

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  });

  it('writes when a key was used last', async () => {
    const { key, id } = await makeKey();
    await api.ask('/v1/audit-log', { key });
    const { ApiKeyUsage } = await import('../../src/auth/api-key-usage.service.js');

    await api.app.get(ApiKeyUsage).flush();

    const { rows } = await query('SELECT last_used_at FROM api_key WHERE id = $1', [id]);
    expect(rows[0].last_used_at).toBeInstanceOf(Date);
  });

  it('takes the key of the settings, whose text is stored nowhere', async () => {
    const { rows } = await query(`SELECT * FROM api_key WHERE name = 'bootstrap'`);

    expect(rows).toHaveLength(1);
    expect(rows[0].scopes).toEqual(['admin']);
    expect(JSON.stringify(rows)).not.toContain(ADMIN_KEY.slice(0, 12));
  });

  async function query(sql: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    try {
      return await client.query(sql, values);
    } finally {
      await client.end();
    }
  }
});
