import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdempotencyRepository } from '../../src/platform/http/idempotency.repository.js';
import { type Ask, type ServedApi, serveApi } from './api-client.js';

describe('the Idempotency-Key', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });

  afterAll(() => api.close());

  const BODY = { name: 'once', scopes: ['events:write', 'admin'] };

  function make(key: string, ask: Ask = {}) {
    const headers = { 'idempotency-key': key };
    return api.ask('/v1/api-keys', { method: 'POST', json: BODY, headers, ...ask });
  }

  async function query(sql: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    try {
      return await client.query(sql, values);
    } finally {
      await client.end();
    }
  }

  it('repeats the first answer, with the secret that is shown once left out', async () => {
    const first = await make('repeat');
    const second = await make('repeat');

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(second.body).toEqual({ ...first.body, key: null });
    const { rows } = await query('SELECT * FROM idempotency_record');
    expect(JSON.stringify(rows)).not.toContain(first.body.key);
  });

  it('repeats a refusal too, as the problem that it was', async () => {
    const json = { name: '', scopes: [] };

    const first = await make('refused', { json });
    const second = await make('refused', { json });

    expect(second.status).toBe(400);
    expect(second.headers.get('content-type')).toBe('application/problem+json');
    expect(second.body).toEqual(first.body);
  });

  it('repeats an answer without a body', async () => {
    const { body } = await make('to-revoke');
    const ask = { method: 'DELETE', headers: { 'idempotency-key': 'revoke' } };

    await api.ask(`/v1/api-keys/${body.id}`, ask);
    const again = await api.ask(`/v1/api-keys/${body.id}`, ask);

    expect([again.status, again.text]).toEqual([204, '']);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuses the same key for another body or another operation', async () => {
    const { body } = await make('reused');

    const otherBody = await make('reused', { json: { ...BODY, name: 'twice' } });
    const headers = { 'idempotency-key': 'reused' };
    const otherRoute = await api.ask(`/v1/api-keys/${body.id}`, { method: 'DELETE', headers });

    for (const answer of [otherBody, otherRoute]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'idempotency-key-reused']);
    }
  });

  it('makes one key of twenty requests at once', async () => {
    const json = { ...BODY, name: 'at once' };

    const answers = await Promise.all(Array.from({ length: 20 }, () => make('race', { json })));

    const { rows } = await query(`SELECT 1 FROM api_key WHERE name = 'at once'`);
    expect(rows).toHaveLength(1);
    const firsts = answers.filter(({ status, body }) => status === 201 && body.key !== null);
    expect(firsts).toHaveLength(1);
    for (const { headers, ...late } of answers.filter(({ status }) => status !== 201)) {
      expect([late.status, late.body.code]).toEqual([409, 'idempotency-key-in-use']);
      expect(headers.get('retry-after')).toBe('1');
    }
  });

  it('belongs to the caller', async () => {
    const { body } = await make('mine');

    const other = await make('mine', { key: body.key });

    expect(other.headers.get('idempotency-replayed')).toBeNull();
    expect(other.body.id).not.toBe(body.id);
  });

  it('does not keep what failed on our side', async () => {
    await query(`ALTER TABLE api_key ADD CONSTRAINT spec_refuses CHECK (name <> 'breaks')`);
    const json = { ...BODY, name: 'breaks' };
    const failed = await make('retry', { json });
    await query('ALTER TABLE api_key DROP CONSTRAINT spec_refuses');

    const retried = await make('retry', { json });

    expect([failed.status, failed.body.code]).toEqual([500, 'internal']);
    expect(failed.text).not.toMatch(/spec_refuses|api_key|INSERT/);
    expect([retried.status, retried.body.name]).toEqual([201, 'breaks']);
    expect(retried.headers.get('idempotency-replayed')).toBeNull();
  });

  it('is free again a day later, or minutes after its process died', async () => {
    await make('old');
    await query(`UPDATE idempotency_record SET created_at = now() - interval '25 hours'`);
    const fresh = await make('old');
    await query(
      `UPDATE idempotency_record SET status = NULL, created_at = now() - interval '6 minutes'`,
    );
    const recovered = await make('old');

    for (const answer of [fresh, recovered]) {
      expect(answer.status).toBe(201);
      expect(answer.headers.get('idempotency-replayed')).toBeNull();
    }
  });

  it('is swept after a day', async () => {
    await make('swept');
    await query(`UPDATE idempotency_record SET created_at = now() - interval '25 hours'`);

    await api.app.get(IdempotencyRepository).sweep();

    expect((await query('SELECT 1 FROM idempotency_record')).rows).toHaveLength(0);
  });

  it('refuses a key that is too long', async () => {
    const answer = await make('k'.repeat(256));

    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-idempotency-key']);
  });
});
