import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchPhp, runPhp } from '../servers/php.js';

const DRIVER = resolve('samples/gates/roundcube-authwarden.php');
const BAD = 'Password1';

/** What the driver uses of Roundcube, and the call that its plugin `password` makes. */
const ROUNDCUBE = `
  class rcmail {
    public $config;
    static function get_instance() { $one = new rcmail(); $one->config = $one; return $one; }
    function get_user_name() { return 'alice@example.test'; }
    function get($name) { return getenv($name); }
  }
  require getenv('DRIVER');
  echo json_encode((new rcube_authwarden_password())->check_strength(stream_get_contents(STDIN)));
`;

await describeWithServer('the gate for Roundcube', fetchPhp, () => {
  let api: ServedApi;
  let home: string;

  beforeAll(async () => {
    api = await serveApi();
    home = mkdtempSync(join(tmpdir(), 'authwarden-roundcube-'));
    const json = { name: 'gate', scopes: ['passwords:check'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });
    await writeFile(join(home, 'gate.key'), `${body.key}\n`, { mode: 0o600 });
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await api.close();
  });

  const strengthOf = async (password: string, url = api.url) =>
    JSON.parse(
      await runPhp(
        ROUNDCUBE,
        {
          DRIVER,
          password_authwarden_url: url,
          password_authwarden_key_file: join(home, 'gate.key'),
        },
        password,
      ),
    ) as [score: number, reason: string];

  it('gives the best score to a good password, and the worst with the reasons to a bad one', async () => {
    const good = await strengthOf('wolvox endrum tarpin');
    const [score, reason] = await strengthOf(BAD);

    expect(good).toEqual([5, '']);
    expect(score).toBe(1);
    expect(reason).toContain('Use at least 12 characters.');
    expect(reason).not.toContain(BAD);
  });

  it('refuses when nobody answers', async () => {
    expect(await strengthOf('wolvox endrum tarpin', 'http://127.0.0.1:1')).toEqual([
      1,
      'The password cannot be checked just now; try again later.',
    ]);
  });
});
