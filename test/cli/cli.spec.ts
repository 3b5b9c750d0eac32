import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLogOf } from '../../src/events/domain/source-logs.builder.js';
import { ADMIN_KEY } from '../http/api-client.js';
import { openWorld, type World } from '../support/world.js';
import { authwarden } from './command-line.js';

describe('the command line', () => {
  let world: World;
  let home: string;
  let environment: Record<string, string>;
  const run = (...args: string[]) => authwarden(environment, args);

  beforeAll(async () => {
    world = await openWorld();
    home = await mkdtemp(join(tmpdir(), 'authwarden-cli-'));
    environment = { HOME: home, AUTHWARDEN_URL: world.service.url };
    const login = await authwarden(environment, ['login'], `${ADMIN_KEY}\n`);
    expect(login).toMatchObject({ code: 0, stderr: '' });
  });
  afterAll(async () => {
    await world.close();
    await rm(home, { recursive: true });
  });

  it('keeps the key for this person alone, and never shows it', async () => {
    const file = join(home, '.config/authwarden/login.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ key: ADMIN_KEY });
    expect((await run('accounts', '--json')).stdout).not.toContain(ADMIN_KEY);
  });

  it('refuses a key that the service does not know, with an exit code of its own', async () => {
    const other = { ...environment, AUTHWARDEN_API_KEY: 'aw_unknown' };
    const { code, stderr } = await authwarden(other, ['accounts']);
    expect(code).toBe(3);
    expect(stderr).toContain('authwarden login');
  });

  it('says what to do when the service cannot be reached', async () => {
    const other = { ...environment, AUTHWARDEN_URL: 'http://127.0.0.1:9' };
    const { code, stderr } = await authwarden(other, ['accounts']);
    expect(code).toBe(5);
    expect(stderr).toContain('Is the service running');
  });

  it('imports plain and gzipped logs, goes on where it stopped, and takes what was added', async () => {
    const [plain, zipped] = [join(home, 'mail.log'), join(home, 'mail.log.1.gz')];
    const lines = aLogOf('postfix');
    const half = Math.floor(lines.length / 2);
    await writeFile(plain, `${lines.slice(0, half).join('\n')}\n`);
    await writeFile(zipped, gzipSync(`${aLogOf('dovecot').join('\n')}\n`));

    const first = await run('import', '--year', '2026', '--json', plain, zipped);
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject([{ lines: half }, { format: 'dovecot' }]);

    const again = await run('import', '--year', '2026', '--json', plain);
    expect(JSON.parse(again.stdout)).toMatchObject([{ lines: 0, duplicates: 0 }]);

    await appendFile(plain, `${lines.slice(half).join('\n')}\n`);
    const rest = await run('import', '--year', '2026', '--json', plain);
    expect(JSON.parse(rest.stdout)).toMatchObject([{ lines: lines.length - half }]);
  });

  it('lists accounts for people and for scripts, and shows one of them', async () => {
    const scripts = await run('accounts', '--json');
    const [account] = JSON.parse(scripts.stdout);
    const people = await run('accounts');
    expect(people.stdout).toMatch(/^LOGIN/);
    expect(people.stdout).toContain(account.login);
    expect((await run('show', account.login)).stdout).toContain(account.level);
    expect(await run('show', 'nobody@example.test')).toMatchObject({ code: 4, stdout: '' });
  });

  it('checks a password from standard input, and says why it is refused', async () => {
    const check = await authwarden(environment, ['policy', 'check'], 'Password1\n');
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(/^refused/);
    expect(check.stdout + check.stderr).not.toContain('Password1');
  });

  it('asks for what is missing with a usage error', async () => {
    expect((await run('lock', 'somebody')).code).toBe(2);
    expect((await run('no-such-command')).code).toBe(2);
    expect((await run('--help')).code).toBe(0);
  });

  it('examines the installation and says what to mend', async () => {
    const { stdout } = await run('doctor', '--json');
    const checks: { id: string; status: string }[] = JSON.parse(stdout);
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['settings', 'database', 'queue', 'geolocation', 'clock']),
    );
  });

  it('completes its commands in bash', async () => {
    const { stdout } = await run('completion', 'bash');
    const script = `${stdout}\nCOMP_WORDS=(authwarden acc); COMP_CWORD=1; _authwarden; echo "\${COMPREPLY[@]}"`;
    const { stdout: words } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(words.trim()).toBe('accounts');
  });
});
