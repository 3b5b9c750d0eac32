import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const DAY_MS = 86_400_000;
const TABLE = 'raw_event';

/** Rows that PostgreSQL took by COPY. */
export interface RawCopy {
  readonly rows: number;
  readonly seconds: number;
  /** What ran the COPY. */
  readonly by: 'psql' | 'node';
}

/**
 * Copies the stored events of one UTC day (`day`: its start, ms) into an empty copy of their table
 * with all its indexes and a partition for the day, in one COPY on one connection, and drops it
 * again. By `psql`'s `\copy` and clock when there is a psql, else by Node.
 */
export async function rawCopy(
  databaseUrl: string,
  directory: string,
  day: number,
): Promise<RawCopy> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const file = join(directory, 'raw-event.copy');
  try {
    const [start, end] = [day, day + DAY_MS].map((at) => `'${new Date(at).toISOString()}'`);
    const stored = `SELECT * FROM event WHERE at >= ${start} AND at < ${end} ORDER BY at, id`;
    await pipeline(client.query(copyTo(`COPY (${stored}) TO STDOUT`)), createWriteStream(file));
    await client.query(`CREATE TABLE ${TABLE} (LIKE event INCLUDING ALL) PARTITION BY RANGE (at)`);
    await client.query(
      `CREATE TABLE ${TABLE}_day PARTITION OF ${TABLE} FOR VALUES FROM (${start}) TO (${end})`,
    );
    const byPsql = await secondsByPsql(databaseUrl, file);
    const seconds = byPsql ?? (await secondsByNode(client, file));
    const counted = await client.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM ${TABLE}`,
    );
    await client.query(`DROP TABLE ${TABLE}`);
    const rows = counted.rows[0]?.rows ?? 0;
    return { rows, seconds, by: byPsql === undefined ? 'node' : 'psql' };
  } finally {
    await client.end();
    await rm(file, { force: true });
  }
}

/** Undefined when there is no psql here. @throws Error with what psql says when it fails */
async function secondsByPsql(databaseUrl: string, file: string): Promise<number | undefined> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const copy = `\\copy ${TABLE} FROM '${file.replaceAll("'", "''")}'`;
  const psql = spawn('psql', ['-X', '-v', 'ON_ERROR_STOP=1', '-c', '\\timing on', '-c', copy], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
    },
  });
  let output = '';
  for (const stream of [psql.stdout, psql.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  let isMissing = false;
  psql.once('error', () => (isMissing = true));
  await once(psql, 'close').catch(() => undefined);
  if (isMissing) return undefined;
  const milliseconds = /^Time: ([\d.]+) ms/m.exec(output)?.[1];
  if (psql.exitCode !== 0 || milliseconds === undefined)
    throw new Error(`psql can't copy: ${output.trim()}`);
  return Number(milliseconds) / 1_000;
}

async function secondsByNode(client: pg.Client, file: string): Promise<number> {
  const begun = performance.now();
  await pipeline(createReadStream(file), client.query(copyFrom(`COPY ${TABLE} FROM STDIN`)));
  return (performance.now() - begun) / 1_000;
}
