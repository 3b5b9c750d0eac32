import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLogRepository } from '../../src/audit-log/audit-log.repository.js';
import { AuditLogService } from '../../src/audit-log/audit-log.service.js';
import { type ServedApi, serveApi } from './api-client.js';

describe('the audit log', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });

  afterAll(() => api.close());

  const log = () => api.app.get(AuditLogService);

  async function query(sql: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    try {
      return await client.query(sql, values);
    } finally {
      await client.end();
    }
  }

  it('holds who made an API key, in which request', async () => {
    const json = { name: 'audited', scopes: ['events:write'] };
    const headers = { 'x-request-id': 'request-0001' };
    const made = await api.ask('/v1/api-keys', { method: 'POST', json, headers });

    const { body } = await api.ask(`/v1/audit-log?subject=${made.body.id}`);

    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      actor: expect.stringMatching(/^api-key:/),
      what: 'api-key.created',
      subject: made.body.id,
      requestId: 'request-0001',
      detail: { name: 'audited', scopes: ['events:write'] },
    });
    expect(JSON.stringify(body)).not.toContain(made.body.key);
  });

  it('is whole after writers at the same time', async () => {
    const writes = Array.from({ length: 40 }, (_, index) =>
      log().append({
        actor: 'spec',
        what: 'spec.wrote',
        subject: String(index),
        detail: { index },
      }),
    );
    await Promise.all(writes);

    const { body } = await api.ask('/v1/audit-log/verify');

    expect(body).toMatchObject({ valid: true, firstBrokenSequence: null });
    expect(body.entries).toBeGreaterThanOrEqual(40);
  });

  it('comes out of the database as it went in, whatever the detail holds', async () => {
    const detail = {
      zero: -0,
      huge: 1e21,
      tiny: 1e-9,
      odd: 'a\0b\ud800c',
      nested: { b: [1, { z: null, a: undefined }], a: new Date(0) },
      password: 'hunter2',
    };
    await log().append({ actor: 'spec', what: 'spec.odd', detail });

    const { body } = await api.ask('/v1/audit-log/verify');
    const { text } = await api.ask('/v1/audit-log?what=spec.odd');

    expect(body.valid).toBe(true);
    expect(text).not.toContain('hunter2');
  });

  it('forgets an entry of a transaction that is rolled back', async () => {
    const repository = api.app.get(AuditLogRepository);
    const before = await repository.head();

    const { ApiKeyRepository } = await import('../../src/auth/api-key.repository.js');
    const work = api.app.get(ApiKeyRepository).transaction(async (transaction) => {
      await log().append({ actor: 'spec', what: 'spec.undone' }, transaction);
      throw new Error('rolled back');
    });

    await expect(work).rejects.toThrow('rolled back');
    expect(await repository.head()).toEqual(before);
  });

  it.each([
    ['UPDATE', `UPDATE audit_entry SET what = 'nothing'`],
    ['DELETE', 'DELETE FROM audit_entry'],
    ['TRUNCATE', 'TRUNCATE audit_entry'],
  ])('refuses %s in the database itself', async (_verb, sql) => {
    await expect(query(sql)).rejects.toThrow('append-only');
  });

  it('lists by time and pages without a gap', async () => {
    const all = await api.ask('/v1/audit-log?limit=200&actor=spec&from=2000-01-01T00:00:00Z');
    const none = await api.ask('/v1/audit-log?to=2000-01-01T00:00:00Z');
    const first = await api.ask('/v1/audit-log?limit=7&actor=spec');
    const second = await api.ask(
      `/v1/audit-log?limit=7&actor=spec&cursor=${first.body.nextCursor}`,
    );

    expect(none.body).toEqual({ items: [], nextCursor: null });
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items.slice(0, 14));
  });

  it('needs its own scope', async () => {
    const json = { name: 'no auditor', scopes: ['events:write'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });

    const answer = await api.ask('/v1/audit-log/verify', { key: body.key });

    expect(answer.status).toBe(403);
  });

  it.each([
    ['an entry was changed', `UPDATE audit_entry SET detail = '{"index": 99}' WHERE sequence = 5`],
    ['an entry was taken out', 'DELETE FROM audit_entry WHERE sequence = 5'],
    ['an actor was blamed', `UPDATE audit_entry SET actor = 'jwt:other' WHERE sequence = 5`],
    [
      'two entries changed places',
      `UPDATE audit_entry SET sequence = -sequence WHERE sequence = 5`,
    ],
  ])('shows where %s', async (_case, sql) => {
    const tampering = await serveApi();
    const auditLog = tampering.app.get(AuditLogService);
    for (let index = 0; index < 8; index += 1) {
      await auditLog.append({ actor: 'spec', what: 'spec.wrote', detail: { index } });
    }
    const client = new pg.Client({ connectionString: tampering.databaseUrl });
    await client.connect();
    // As somebody with the database's own powers would do it.
    await client.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only');
    await client.query(sql);
    await client.end();

    const { body } = await tampering.ask('/v1/audit-log/verify');

    expect(body).toMatchObject({ valid: false, firstBrokenSequence: 5, entries: 4 });
    await tampering.close();
  });
});
