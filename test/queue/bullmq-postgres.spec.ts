import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobQueue } from '../../src/platform/queue/bullmq-job-queue.js';
import { describeJobQueue } from '../conformance/job-queue.js';
import { freePort } from '../servers/free-port.js';
import type { TestDatabase } from '../servers/postgres.js';
import { createDatabase } from '../servers/postgres.js';
import { until } from '../until.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(async () => {
  await database.drop();
});

describeJobQueue('BullMQ on PostgreSQL', () => ({ databaseUrl: database.url }));

describe('BullMQ on PostgreSQL', () => {
  it('works on when every connection was cut', async () => {
    const complaints: string[] = [];
    const queue = await openJobQueue({
      databaseUrl: database.url,
      name: 'cut',
      log: (_level, message) => complaints.push(message),
    });
    const done: string[] = [];
    await queue.work(new Map([['lock', async ({ id }) => void done.push(id)]]), { concurrency: 1 });
    await queue.add('lock', {}, { id: 'before' });
    await until(() => done.length === 1);

    await cutConnections(database.url);
    await until(() => complaints.length > 0);
    await until(() =>
      queue.ping().then(
        () => true,
        () => false,
      ),
    );
    await queue.add('lock', {}, { id: 'after' });

    await until(() => done.length === 2, { timeoutMs: 30_000 });
    expect(done).toEqual(['before', 'after']);
    await queue.close();
  });

  it('says where PostgreSQL is missing, without the password', async () => {
    const port = await freePort();
    const opening = openJobQueue({
      databaseUrl: `postgres://queue:s3cret-w0rd@127.0.0.1:${port}/site`,
      name: 'jobs',
      log: () => undefined,
    });

    const error: unknown = await opening.catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'QueueUnavailable' });
    expect(String(error)).toContain(`PostgreSQL at 127.0.0.1:${port}/site`);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(String(error)).not.toContain('s3cret-w0rd');
  });

  it('says that PostgreSQL refuses the password, without it', async () => {
    const url = new URL(database.url);
    url.password = 's3cret-w0rd';

    const error: unknown = await openJobQueue({
      databaseUrl: url.href,
      name: 'jobs',
      log: () => undefined,
    }).catch((reason: unknown) => reason);

    expect(String(error)).toContain('password authentication failed');
    expect(String(error)).not.toContain('s3cret-w0rd');
  });
});

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
}
