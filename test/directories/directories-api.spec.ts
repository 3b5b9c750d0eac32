import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoriesService } from '../../src/directories/directories.service.js';
import { DirectorySyncProcessor } from '../../src/directories/directory-sync.processor.js';
import { DIRECTORY_SYNC_JOB } from '../../src/directories/directory-sync.service.js';
import { JOB_QUEUE, type JobQueue, type JobWorker } from '../../src/platform/queue/job-queue.js';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { until } from '../until.js';

const MASKED = /^postgres:\/\/[^:]+:\*{8}@127\.0\.0\.1:\d+\//;

/** A worker that has just started may first look for jobs seconds later. */
const PATIENCE = { timeoutMs: 30_000, what: 'the end of the synchronisation' };

describe('/v1/directories', () => {
  let api: ServedApi;
  let site: TestDatabase;
  let password: string;
  let worker: JobWorker;

  beforeAll(async () => {
    api = await serveApi();
    worker = await workOnSyncs(api);
    site = await createDatabase();
    password = new URL(site.url).password;
    await query(
      site.url,
      `CREATE TABLE mailbox (username text PRIMARY KEY, password text NOT NULL, name text, active boolean NOT NULL);
       INSERT INTO mailbox SELECT 'account' || n || '@example.com', '{SSHA512}none', 'Account ' || n, true
         FROM generate_series(1, 1200) n`,
    );
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await site.drop();
  });

  let made = 0;
  const post = (json: unknown) => api.ask('/v1/directories', { method: 'POST', json });
  const aDirectory = async (settings: Record<string, unknown> = {}) => {
    const name = `directory ${++made}`;
    const answer = await post({ name, kind: 'sql', settings: { url: site.url, ...settings } });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const patch = (id: string, json: unknown) =>
    api.ask(`/v1/directories/${id}`, { method: 'PATCH', json });
  const test = (id: string) => api.ask(`/v1/directories/${id}/test`, { method: 'POST' });

  it('connects a directory with its defaults, and never shows the password again', async () => {
    const created = await aDirectory();

    const read = await api.ask(`/v1/directories/${created.id}`);
    const listed = await api.ask('/v1/directories?limit=200');
    const audit = await api.ask('/v1/audit-log?limit=200');
    const [row] = await query(api.databaseUrl, 'SELECT * FROM directory WHERE id = $1', [
      created.id,
    ]);

    expect(created.settings).toMatchObject({
      url: expect.stringMatching(MASKED),
      table: 'mailbox',
      columns: { login: 'username', password: 'password', active: 'active' },
      scheme: 'detect',
    });
    expect(read.body).toEqual(created);
    for (const text of [JSON.stringify(created), read.text, listed.text, audit.text])
      expect(text).not.toContain(password);
    expect(JSON.stringify(row)).not.toContain(password);
    expect(Buffer.from(row?.['sealed_secrets']).toString('latin1')).not.toContain(password);
    expect(audit.text).toContain('directory.created');
  });

  it.each([
    ['an unknown kind', { kind: 'ldap' }, 'kind'],
    ['another kind of URL', { settings: { url: 'http://example.com' } }, 'settings.url'],
    [
      'a URL that names a file',
      { settings: { url: 'postgres://a:b@db.example.com/m?sslrootcert=/etc/passwd' } },
      'settings.url',
    ],
    [
      'a table that is none',
      { settings: { url: 'postgres://a:b@db.example.com/m', table: 'a; DROP TABLE b' } },
      'settings.table',
    ],
    [
      'a column that is none',
      { settings: { url: 'postgres://a:b@db.example.com/m', columns: { login: 'a"b' } } },
      'settings.columns.login',
    ],
    [
      'a setting that does not exist',
      { settings: { url: 'postgres://a:b@db.example.com/m', colums: {} } },
      'settings',
    ],
    [
      'stars for a password',
      { settings: { url: 'postgres://a:********@db.example.com/m' } },
      'settings.url',
    ],
    ['the embedded database', { settings: { url: 'embedded:' } }, 'settings.url'],
  ])('refuses %s', async (_case, fields, path) => {
    const answer = await post({ name: 'refused', kind: 'sql', settings: {}, ...fields });

    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('refuses a second directory of the same name', async () => {
    const { name } = await aDirectory();

    const again = await post({ name, kind: 'sql', settings: { url: site.url } });
    const other = await aDirectory();
    const renamed = await patch(other.id, { name });

    expect([again.status, again.body.code]).toEqual([409, 'directory-name-taken']);
    expect([renamed.status, renamed.body.code]).toEqual([409, 'directory-name-taken']);
  });

  it('tests a directory: what it can do, with caveats', async () => {
    const { id } = await aDirectory();

    const answer = await test(id);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ reachable: true, problem: null, accounts: 1200 });
    const names = answer.body.capabilities.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['lookup', 'list', 'lock', 'force-reset', 'undo']),
    );
    expect(answer.text).toContain('no must-change column');
  });

  it.each([
    ['a missing table', { table: 'nothing' }, /no table nothing/],
    ['a missing column', { columns: { active: 'enabled' } }, /no column enabled/],
  ])('tests a directory with %s: says what is in the way', async (_case, settings, problem) => {
    const { id } = await aDirectory(settings);

    const answer = await test(id);

    expect(answer.body).toMatchObject({
      reachable: false,
      problem: expect.stringMatching(problem),
    });
  });

  it('keeps a secret that is patched with stars', async () => {
    const { id, settings } = await aDirectory();

    const patched = await patch(id, { settings: { url: settings.url, scheme: 'SSHA512' } });

    expect(patched.body.settings).toMatchObject({ url: settings.url, scheme: 'SSHA512' });
    expect((await test(id)).body.reachable).toBe(true);
  });

  it('takes a new secret at once', async () => {
    const { id } = await aDirectory();
    const wrong = new URL(site.url);
    wrong.password = 'wr0ng-password';

    const patched = await patch(id, { settings: { url: wrong.href } });
    const tested = await test(id);
    const restored = await patch(id, { settings: { url: site.url } });

    expect([patched.status, restored.status]).toEqual([200, 200]);
    expect(patched.text + tested.text).not.toContain('wr0ng-password');
    expect(tested.body).toMatchObject({ reachable: false });
    expect(tested.body.problem).toMatch(/user name or the password/);
    expect((await test(id)).body.reachable).toBe(true);
  });

  it('gives a stored password to no other server', async () => {
    const { id, settings } = await aDirectory();
    const elsewhere = settings.url.replace('127.0.0.1', '203.0.113.7');

    const answer = await patch(id, { settings: { url: elsewhere } });

    expect([answer.status, answer.body.code]).toEqual([422, 'directory-password-needed']);
  });

  it('merges a change of settings, and checks the whole', async () => {
    const { id } = await aDirectory();

    const merged = await patch(id, { settings: { columns: { displayName: null } } });
    const wrong = await patch(id, { settings: { columns: { login: 'a b' } } });

    expect(merged.body.settings.columns).toMatchObject({ login: 'username', displayName: null });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'settings.columns.login']);
  });

  it('synchronises a directory in the background, with progress', async () => {
    const { id } = await aDirectory();
    const asked = await api.ask(`/v1/directories/${id}/sync`, { method: 'POST' });
    const again = await api.ask(`/v1/directories/${id}/sync`, { method: 'POST' });
    const done = await until(async () => {
      const { body } = await api.ask(`/v1/directories/${id}`);
      return body.sync.status === 'done' && body;
    }, PATIENCE);

    expect([asked.status, again.status]).toEqual([202, 202]);
    expect(asked.body.progress).toMatchObject({ done: expect.any(Number) });
    expect(done.progress).toEqual({ done: 1200, total: 1200 });
    expect(done.syncedAt).not.toBeNull();
    const [found] = await query(
      api.databaseUrl,
      'SELECT count(*)::int AS accounts FROM account WHERE directory_id = $1',
      [id],
    );
    expect(found?.['accounts']).toBe(1200);
  });

  it('says why a synchronisation failed', async () => {
    const { id } = await aDirectory({ table: 'nothing' });
    await api.ask(`/v1/directories/${id}/sync`, { method: 'POST' });
    const failed = await until(async () => {
      const { body } = await api.ask(`/v1/directories/${id}`);
      return body.sync.status === 'failed' && body;
    }, PATIENCE);

    expect(failed.sync.problem).toMatch(/no table nothing/);
  });

  it('removes a directory', async () => {
    const { id } = await aDirectory();

    const removed = await api.ask(`/v1/directories/${id}`, { method: 'DELETE' });
    const gone = await api.ask(`/v1/directories/${id}`);

    expect(removed.status).toBe(204);
    expect([gone.status, gone.body.code]).toEqual([404, 'directory-not-found']);
  });

  it('needs the scope', async () => {
    const json = { name: 'reader', scopes: ['accounts:read'] };
    const { key } = (await api.ask('/v1/api-keys', { method: 'POST', json })).body;

    expect((await api.ask('/v1/directories', { key })).status).toBe(403);
    expect((await api.ask('/v1/directories', { key: '' })).status).toBe(401);
  });
});

describe('the embedded directory', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
    await Promise.all([0, 1, 2].map(() => api.app.get(DirectoriesService).ensureEmbeddedDefault()));
  });
  afterAll(() => api.close());

  it('is made once, and served by the same connector as any other', async () => {
    const directories = api.app.get(DirectoriesService);
    await query(
      api.databaseUrl,
      `INSERT INTO mailbox (username, password, name) VALUES ('alice@example.com', '{SSHA512}none', 'Alice');
       INSERT INTO alias (address, goto) VALUES
         ('alice@example.com', 'alice@example.com'), ('ali@example.com', 'alice@example.com'),
         ('sales@example.com', 'bob@example.com, Alice@example.com'), ('@example.org', 'alice@example.com')`,
    );

    const { connector, directoryId } = await directories.connectorForAccount(undefined);
    const account = await connector.lookup('alice@example.com');
    const locked = await connector.perform(
      { do: 'lock', ref: 'alice@example.com', actionId: 'a' },
      new AbortController().signal,
    );

    const listed = await api.ask('/v1/directories');
    expect(listed.body.items).toHaveLength(1);
    expect(listed.body.items[0]).toMatchObject({
      id: directoryId,
      name: 'default',
      settings: { url: 'embedded:' },
    });
    expect(account).toMatchObject({
      displayName: 'Alice',
      addresses: ['alice@example.com', 'ali@example.com', 'sales@example.com'],
      state: { active: true, mustChange: false },
    });
    expect(locked).toMatchObject({ kind: 'applied', after: { active: false } });
  });

  it('can be renamed, and nothing else', async () => {
    const [{ id }] = (await api.ask('/v1/directories')).body.items;
    const change = (json: unknown) => api.ask(`/v1/directories/${id}`, { method: 'PATCH', json });

    const table = await change({ settings: { table: 'api_key' } });
    const name = await change({ name: 'mailboxes' });

    expect([table.status, table.body.code]).toEqual([409, 'directory-embedded']);
    expect(name.body.name).toBe('mailboxes');
  });
});

function workOnSyncs(api: ServedApi) {
  const queue: JobQueue = api.app.get(JOB_QUEUE, { strict: false });
  const processor = api.app.get(DirectorySyncProcessor, { strict: false });
  return queue.work(new Map([[DIRECTORY_SYNC_JOB, processor.handle]]), { concurrency: 1 });
}

// eslint-disable-next-line typescript/no-explicit-any
async function query(url: string, sql: string, values?: unknown[]): Promise<any[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
