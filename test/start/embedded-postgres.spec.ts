import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { processIdentity } from '../../src/platform/lifecycle/process-identity.js';

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  let running: EmbeddedPostgres[];
  let log: string[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'authwarden-pg-'));
    chmodSync(dataDir, 0o711);
    running = [];
    log = [];
  });

  afterEach(async () => {
    for (const server of running) await server.stop();
    await killPostmaster(dataDir);
    removeLinkedCluster(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ dataDir, log: (line) => log.push(line) });
    running.push(server);
    return server;
  }

  async function stop(server: EmbeddedPostgres): Promise<void> {
    running = running.filter((other) => other !== server);
    await server.stop();
  }

  it('keeps its data from one start to the next, which is quick', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop(first);

    const begun = performance.now();
    const second = await start();
    const took = performance.now() - begun;

    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(took).toBeLessThan(5_000);
  });

  it('leaves nothing running and no pid file when it is stopped', async () => {
    const server = await start();
    const pid = postmaster(dataDir);

    await stop(server);

    expect(pid && processIdentity(pid)).toBeUndefined();
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'authwarden.lock'))).toBe(false);
  });

  it('works as a role that is no superuser, in UTF-8, and commits to the disk', async () => {
    const server = await start();

    const [row] = await query(
      server.url,
      `SELECT rolsuper, pg_encoding_to_char(encoding) AS encoding, lower('ÄÖ') AS lowered,
              current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    );

    expect(row).toEqual({
      rolsuper: false,
      encoding: 'UTF8',
      lowered: 'äö',
      commit: 'on',
      fsync: 'on',
    });
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await start();
    const wrong = new URL(server.url);
    wrong.password = 'wrong';

    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');

    expect(statSync(join(dataDir, 'postgres-passwords.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses a directory that a living process uses, and names the process', async () => {
    await start();

    await expect(start()).rejects.toThrow(`is in use by process ${process.pid}`);
  });

  it('takes over from a process that was killed, and keeps what was committed', async () => {
    const server = await startInChild(dataDir);
    await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = postmaster(dataDir);
    await server.kill();

    const next = await start();

    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(orphan && processIdentity(orphan)).toBeUndefined();
    expect(log.join()).toContain(`stopping the PostgreSQL (process ${orphan})`);
  });

  it('recovers when PostgreSQL was killed as well, and its number is now another process', async () => {
    const server = await startInChild(dataDir);
    await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pidFile = join(dataDir, 'postgres/postmaster.pid');
    await server.kill();
    const left = readFileSync(pidFile, 'utf8');
    await killPostmaster(dataDir);
    writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)));

    const next = await start();

    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(log.join()).toContain('removing a stale postmaster.pid');
  });

  it('recovers when PostgreSQL was killed as well, and its number is nobody', async () => {
    const server = await startInChild(dataDir);
    await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await server.kill();
    await killPostmaster(dataDir);

    const next = await start();

    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('reports that PostgreSQL ended by itself, and not that it was stopped', async () => {
    const server = await start();

    await killPostmaster(dataDir);

    await expect(server.lost).resolves.toContain('ended by itself (SIGKILL)');
  });

  it.runIf(process.getuid?.() === 0)(
    'keeps the data of a directory that only root can enter where PostgreSQL can reach it',
    async () => {
      chmodSync(dataDir, 0o700);
      const first = await start();
      await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await stop(first);

      const second = await start();

      expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true);
      expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    },
  );

  it.runIf(process.getuid?.() === 0)(
    'refuses to begin anew when the place that the link points to is gone',
    async () => {
      chmodSync(dataDir, 0o700);
      await stop(await start());
      removeLinkedCluster(dataDir);

      await expect(start()).rejects.toThrow('is a link to a directory that is gone');
    },
  );

  it('refuses a directory called postgres that holds something else', async () => {
    writeFileSync(join(dataDir, 'postgres'), 'mine');

    await expect(start()).rejects.toThrow('holds no PostgreSQL cluster');
  });

  it('gives up when it is told to, and leaves nothing running', async () => {
    const abort = AbortSignal.abort();

    await expect(startEmbeddedPostgres({ dataDir, log: () => {}, abort })).rejects.toThrow(
      'Stopped while PostgreSQL was starting',
    );

    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmaster(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

async function killPostmaster(dataDir: string): Promise<void> {
  const pid = postmaster(dataDir);
  if (pid === undefined || pid === process.pid || !processIdentity(pid)) return;
  process.kill(pid, 'SIGKILL');
  while (processIdentity(pid)) await delay(10);
}

function removeLinkedCluster(dataDir: string): void {
  const path = join(dataDir, 'postgres');
  if (existsSync(path) && lstatSync(path).isSymbolicLink())
    rmSync(dirname(realpathSync(path)), { recursive: true, force: true });
}

/** Starts PostgreSQL from a process that can be killed. */
async function startInChild(dataDir: string): Promise<{ url: string; kill(): Promise<void> }> {
  const program = `
    import { startEmbeddedPostgres } from './dist/src/platform/database/embedded-postgres.js';
    const server = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} });
    process.send(server.url);
    process.channel.ref();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, '--', dataDir], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await Promise.race([
    new Promise<string>((resolve) =>
      child.once('message', (message) => resolve(z.string().parse(message))),
    ),
    ended.then(() => Promise.reject(new Error('the child ended early'))),
  ]);
  return {
    url,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
