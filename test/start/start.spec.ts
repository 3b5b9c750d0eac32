import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processIdentity } from '../../src/platform/lifecycle/process-identity.js';
import { AuthwardenProcess, postmasterPid } from './authwarden-process.js';

describe('starting Authwarden', () => {
  let scratch: string;
  let dataDir: string;
  let runs: AuthwardenProcess[];

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'authwarden-start-'));
    // Otherwise root's PostgreSQL goes below /var/lib; that has its own test.
    chmodSync(scratch, 0o711);
    dataDir = join(scratch, 'data');
    runs = [];
  });

  afterEach(async () => {
    for (const run of runs) await run.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  function start(environment: Record<string, string> = {}): AuthwardenProcess {
    const run = new AuthwardenProcess({ DATA_DIR: dataDir, ...environment });
    runs.push(run);
    return run;
  }

  it('is ready at the address that it prints and that run.json has', async () => {
    const run = start();

    const { url, docs } = await run.ready();

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(docs).toBe(`${url}/docs`);
    expect(JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8'))).toMatchObject({ url });
    expect(statSync(join(dataDir, 'run.json')).mode & 0o777).toBe(0o600);
  });

  it('ends with 0 at SIGTERM, and PostgreSQL with it', async () => {
    const run = start();
    await run.ready();
    const postgres = postmasterPid(dataDir);

    const { code, stderr } = await run.stop('SIGTERM');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(postgres && processIdentity(postgres)).toBeUndefined();
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
  });

  it('is quick to start again, on the same cluster', async () => {
    const first = start();
    await first.ready();
    await first.stop();
    const begun = performance.now();

    await start().ready();

    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it('starts again after it was killed', async () => {
    const killed = start();
    await killed.ready();
    await killed.stop('SIGKILL');

    const { url } = await start().ready();

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('starts again when the number in postmaster.pid is another process now', async () => {
    const first = start();
    await first.ready();
    const pidFile = join(dataDir, 'postgres/postmaster.pid');
    const left = readFileSync(pidFile, 'utf8');
    await first.stop();
    writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)), { mode: 0o600 });

    const { url } = await start().ready();

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('refuses a second process on the same directory, and the first goes on', async () => {
    const first = start();
    const { url } = await first.ready();

    const { code, stderr } = await start().ended;

    expect(code).toBe(1);
    expect(stderr).toMatch(/^authwarden: DATA_DIR .* is in use by process \d+: .*\n$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('says which port is taken, and makes nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    const { code, stderr } = await start({ PORT: String(port) }).ended;
    other.close();

    expect(code).toBe(1);
    expect(stderr).toBe(
      `authwarden: Port ${port} on 127.0.0.1 is in use by another program: stop it, or set another PORT.\n`,
    );
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('says that DATA_DIR is a file', async () => {
    writeFileSync(dataDir, 'a file');

    const { code, stderr } = await start().ended;

    expect(code).toBe(1);
    expect(stderr).toBe(
      `authwarden: DATA_DIR ${dataDir} can't be written to: there is a file at this path.\n`,
    );
  });

  it('says that the site database is out of reach, without its password', async () => {
    const { code, stderr } = await start({
      DATABASE_URL: 'postgres://warden:hunter2@127.0.0.1:1/mail',
    }).ended;

    expect(code).toBe(1);
    expect(stderr).toBe(
      "authwarden: DATABASE_URL: PostgreSQL at 127.0.0.1:1/mail can't be reached: nothing listens there.\n",
    );
  });

  it('names every wrong setting at once', async () => {
    const { code, stderr } = await start({ PORT: 'many', ROLE: 'boss', LOG_LEVEL: 'loud' }).ended;

    expect(code).toBe(78);
    expect(stderr).toMatch(
      /^authwarden: Wrong settings:\n {2}PORT .*\n {2}ROLE .*\n {2}LOG_LEVEL .*\n$/,
    );
    expect(existsSync(dataDir)).toBe(false);
  });

  it('ends with 1 and one line when PostgreSQL dies', async () => {
    const run = start();
    await run.ready();

    process.kill(postmasterPid(dataDir) ?? 0, 'SIGKILL');
    const { code, stderr } = await run.ended;

    expect(code).toBe(1);
    expect(stderr).toContain('The embedded PostgreSQL ended by itself (SIGKILL).');
  });

  it('leaves nothing running when it is asked to end while it starts', async () => {
    const run = start();
    while (!existsSync(join(dataDir, 'authwarden.lock'))) await new Promise(setImmediate);

    const { code } = await run.stop('SIGTERM');

    expect(code).toBe(0);
    expect(postmasterPid(dataDir)).toBeUndefined();
  });
});
