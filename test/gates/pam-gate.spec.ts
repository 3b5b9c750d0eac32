import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { describeWithServer } from '../servers/availability.js';
import { askPam, fetchPam } from '../servers/pam.js';

const GATE = resolve('samples/gates/authwarden-gate');
const GOOD = 'wolvox endrum tarpin';
const BAD = 'Password1';

await describeWithServer('the gate for PAM', fetchPam, () => {
  let api: ServedApi;
  let home: string;
  let config: string;
  let stack: readonly string[];

  beforeAll(async () => {
    api = await serveApi();
    home = mkdtempSync(join(tmpdir(), 'authwarden-gate-'));
    const json = { name: 'gate', scopes: ['passwords:check'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });
    await writeFile(join(home, 'gate.key'), `${body.key}\n`, { mode: 0o600 });
    config = await configured('gate.json', {});
    stack = stackOf(config);
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await api.close();
  });

  async function configured(name: string, changes: object): Promise<string> {
    const settings = { url: api.url, keyFile: join(home, 'gate.key'), ...changes };
    await writeFile(join(home, name), JSON.stringify(settings));
    return join(home, name);
  }

  /** As docs/password-gates.md has it, with nothing behind the gate that would change a password. */
  function stackOf(file: string): readonly string[] {
    return ['auth', 'password'].flatMap((type) => [
      `${type} requisite MODULES/pam_exec.so expose_authtok stdout quiet ${GATE} ${file}`,
      `${type} required MODULES/pam_permit.so`,
    ]);
  }

  /** Every version of PAM hands a password to a program when somebody signs in. */
  const handOver = (lines: readonly string[], account: string, password: string) =>
    askPam(lines, 'authenticate', account, password);

  /** Runs the script itself. */
  async function ask(password: string | Uint8Array, file = config) {
    const child = spawn(GATE, [file, 'alice@example.test'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += String(chunk)));
    child.stdin.on('error', () => {});
    child.stdin.end(password);
    const [code] = await once(child, 'close');
    return { code, said };
  }

  it('lets a good password through the PAM stack and refuses a bad one with the reasons', async () => {
    const good = await handOver(stack, 'alice', GOOD);
    const bad = await handOver(stack, 'alice', BAD);

    expect(good.said).toContain('successfully');
    expect(good.code).toBe(0);
    expect(bad.code).not.toBe(0);
    expect(bad.said).toContain('Use at least 12 characters. (PCI DSS 4.0.1 §8.3.6)');
    expect(good.said + bad.said).not.toContain(GOOD);
    expect(good.said + bad.said).not.toContain(BAD);
  });

  it('judges by the account that PAM names', async () => {
    const { said } = await handOver(stack, 'zanzibar', 'zanzibar-42-q');

    expect(said).toContain('words of the account');
  });

  it('takes a password that ends with a NUL, as some callers end it', async () => {
    expect(await ask(`${GOOD}\0`)).toEqual({ code: 0, said: '' });
  });

  it('refuses what is too long, and what is no UTF-8', async () => {
    expect(await ask('x'.repeat(5_000))).toMatchObject({ code: 1 });
    expect(await ask(Uint8Array.of(0xff, 0xfe))).toMatchObject({ code: 1 });
  });

  it('refuses or lets pass by its configuration when nobody answers', async () => {
    const away = { url: 'http://127.0.0.1:1', timeoutSeconds: 2 };
    const closed = await configured('closed.json', away);
    const open = await configured('open.json', { ...away, whenUnavailable: 'allow' });

    const refused = await ask(GOOD, closed);

    expect(refused.code).toBe(2);
    expect(refused.said).toBe("The password can't be checked just now; try again later.\n");
    expect((await handOver(stackOf(closed), 'alice', GOOD)).code).not.toBe(0);
    expect(await ask(GOOD, open)).toEqual({ code: 0, said: '' });
  });

  it('refuses a key that everybody may read', async () => {
    await chmod(join(home, 'gate.key'), 0o644);

    const { code } = await ask(GOOD);

    await chmod(join(home, 'gate.key'), 0o600);
    expect(code).toBe(2);
  });
});
