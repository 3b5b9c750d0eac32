import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { describeWithServer } from './availability.js';
import { fetchPackages } from './debian-packages.js';
import { withDirectoryLock } from './directory-lock.js';
import { fetchMariadb, startMariadb } from './mariadb.js';
import { createDatabase } from './postgres.js';
import { fetchRedis } from './redis.js';

await describeWithServer('the test MariaDB', fetchMariadb, () => {
  it('has an empty database for an account of its own', async () => {
    const server = await startMariadb();
    const connection = await mysql.createConnection(server.url);

    await connection.query('CREATE TABLE mailbox (login varchar(190) PRIMARY KEY)');
    await connection.query('INSERT INTO mailbox VALUES (?)', ['zoë@example.com']);
    const [rows] = await connection.query('SELECT login FROM mailbox');

    expect(rows).toEqual([{ login: 'zoë@example.com' }]);
    await connection.end();
    await server.stop();
  });
});

await describeWithServer('the cache of test servers', fetchRedis, () => {
  it('is filled once by many at the same time', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'authwarden-cache-'));
    const before = process.env['AUTHWARDEN_TEST_CACHE'];
    process.env['AUTHWARDEN_TEST_CACHE'] = cache;

    const packages = await Promise.all([1, 2, 3].map(() => fetchPackages(['redis-server'])));

    if (before === undefined) delete process.env['AUTHWARDEN_TEST_CACHE'];
    else process.env['AUTHWARDEN_TEST_CACHE'] = before;
    expect(new Set(packages.map(({ root }) => root)).size).toBe(1);
    expect(await readdir(cache)).toHaveLength(1);
    await rm(cache, { recursive: true });
  });
});

describe('the test PostgreSQL', () => {
  it('gives databases that know nothing of each other', async () => {
    const [one, two] = [await createDatabase(), await createDatabase()];
    const tables = await Promise.all([
      tablesAfter(one.url, 'CREATE TABLE mine (id int)'),
      tablesAfter(two.url, 'CREATE TABLE yours (id int)'),
    ]);

    expect(tables).toEqual([['mine'], ['yours']]);
    await Promise.all([one.drop(), two.drop()]);
  });
});

describe('a directory lock', () => {
  it('lets one in at a time', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'authwarden-lock-'));
    let inside = 0;
    let most = 0;
    const task = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await readdir(directory);
      inside -= 1;
    };

    await Promise.all(
      [1, 2, 3, 4].map(() => withDirectoryLock(join(directory, 'lock'), 10_000, task)),
    );

    expect(most).toBe(1);
    await rm(directory, { recursive: true });
  });
});

async function tablesAfter(url: string, sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  const { rows } = await client.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  );
  await client.end();
  return rows.map(({ tablename }) => tablename);
}
