import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, sha1Of } from '../../src/passwords/breach/breach-lines.builder.js';
import { BreachLists } from '../../src/passwords/breach/breach-lists.service.js';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { sha } from '../support/stored-passwords.js';
import { until } from '../until.js';

const BREACHED = 'wolvox endrum tarpin';
const FRESH = 'zimbra quondam felloe';

function checking(api: ServedApi) {
  return (password: string, policy?: string) =>
    api.ask('/v1/passwords/check', { method: 'POST', json: { password, policy } });
}

function rulesOf(answer: { readonly body: { readonly violations: { rule: string }[] } }) {
  return answer.body.violations.map(({ rule }) => rule);
}

describe('breach lists', () => {
  let api: ServedApi;
  const home = mkdtempSync(join(tmpdir(), 'breach-'));

  beforeAll(async () => {
    api = await serveApi({ BREACH_LIST_DIR: join(home, 'lists') });
  });
  afterAll(async () => {
    await api.close();
    rmSync(home, { recursive: true, force: true });
  });

  const send = (query: string, raw: string | Uint8Array<ArrayBuffer>, headers = {}) =>
    api.ask(`/v1/breach-lists?${query}`, {
      method: 'POST',
      raw,
      headers: { 'content-type': 'text/plain', ...headers },
    });

  it('are imported, shown, and hold at once', async () => {
    const check = checking(api);
    const before = await check(BREACHED);
    const imported = await send('algorithm=sha1', linesOf({ [BREACHED]: 7 }).join('\n'));
    const after = await check(BREACHED);
    const other = await check(FRESH);
    const listed = await api.ask('/v1/breach-lists');

    expect(before.body.allowed).toBe(true);
    expect(before.body.warnings).toContain(
      'It was not compared with a breach list: none can be asked just now',
    );
    expect(imported.status).toBe(201);
    expect(imported.body).toMatchObject({ kind: 'list', generation: 1, entries: 3, lines: 3 });
    expect(rulesOf(after)).toEqual(['breach-list']);
    expect(after.body.violations[0].clause).toBe('NIST SP 800-63B-4 §3.1.1.2');
    expect(other.body).toMatchObject({ allowed: true, warnings: [] });
    expect(listed.body.items).toMatchObject([{ algorithm: 'sha1', entries: 3 }]);
  });

  it('are asked for the stored digests that an audit looks at', async () => {
    const lines = [`anna:${sha(BREACHED)}`, `bert:${sha(FRESH)}`].join('\n');
    const headers = { 'content-type': 'text/plain' };
    const uploads = '/v1/password-audits/uploads';
    const { body: upload } = await api.ask(uploads, { method: 'POST', raw: lines, headers });
    const { body: audit } = await api.ask('/v1/password-audits', {
      method: 'POST',
      json: { upload: upload.id },
    });
    await until(
      async () => (await api.ask(`/v1/password-audits/${audit.id}`)).body.status === 'done',
      { timeoutMs: 50_000, what: 'the end of the audit' },
    );

    const query = 'finding=breached-password';
    const { body } = await api.ask(`/v1/password-audits/${audit.id}/findings?${query}`);
    expect(body.items).toMatchObject([{ login: 'anna', evidence: { seen: 7 } }]);
  });

  it('take compressed increments, and audits look up what changed alone', async () => {
    const lists = api.app.get(BreachLists, { strict: false });
    await send('algorithm=sha1', linesOf({ [BREACHED]: 7 }).join('\n'));
    const [before] = await lists.manifests();
    const increment = gzipSync(`${sha1Of(FRESH)}:2\n`);
    await send('algorithm=sha1&mode=increment', increment, { 'content-encoding': 'gzip' });
    const digests = [BREACHED, FRESH, 'neither'].map((text) => Buffer.from(sha1Of(text), 'hex'));

    const all = await lists.lookUp('sha1', digests);
    const changed = await lists.lookUp('sha1', digests, before?.generation);

    expect(all).toMatchObject({ generation: (before?.generation ?? 0) + 1, looked: 3 });
    expect([...(all?.hits ?? [])]).toEqual([
      [0, 7],
      [1, 2],
    ]);
    expect([changed?.looked, [...(changed?.hits ?? [])]]).toEqual([1, [[1, 2]]]);
    expect(await lists.lookUp('ntlm', digests)).toBeUndefined();
  });

  it.each([
    ['a broken line', 'algorithm=sha1', 'password:1', 422, 'breach-list-invalid', 'line 1'],
    [
      'the other kind',
      'algorithm=ntlm',
      linesOf({}).join('\n'),
      422,
      'breach-list-invalid',
      'long',
    ],
    ['too little', 'algorithm=ntlm', '', 422, 'breach-list-refused', 'empty'],
    ['no algorithm', '', '', 400, 'invalid-request', ''],
  ])('refuse %s and say why', async (_what, query, text, status, code, detail) => {
    const answer = await send(query, text);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).toContain(detail);
  });

  it('hold NT hashes, too, where there are no others', async () => {
    const ntlm = await serveApi({ BREACH_LIST_DIR: join(home, 'ntlm') });
    try {
      // The NT hashes of `123456` and `password`.
      const raw = '32ED87BDB5FDC5E9CBA88547376818D4:9\n8846F7EAEE8FB117AD06BDD830B7586C:8\n';
      await ntlm.ask('/v1/breach-lists?algorithm=ntlm', {
        method: 'POST',
        raw,
        headers: { 'content-type': 'text/plain' },
      });

      expect(rulesOf(await checking(ntlm)('password'))).toContain('breach-list');
      expect(rulesOf(await checking(ntlm)('passwort'))).not.toContain('breach-list');
    } finally {
      await ntlm.close();
    }
  });

  it('leave an entry in the audit log', async () => {
    const { body } = await api.ask('/v1/audit-log?subject=sha1');

    expect(body.items[0]).toMatchObject({
      what: 'breach-list.imported',
      detail: { isIncrement: true, lines: 1 },
    });
  });
});

describe('the range API', () => {
  let server: Server;
  let api: ServedApi;
  const asked: string[] = [];
  let answer = { status: 200, text: '' };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isStrict =
        /^\/range\/[0-9A-F]{5}$/.test(request.url ?? '') &&
        request.headers['add-padding'] === 'true' &&
        (request.headers['user-agent'] ?? '') !== '';
      response.writeHead(isStrict ? answer.status : 400).end(answer.text);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    api = await serveApi({
      BREACH_LIST_DIR: join(tmpdir(), 'no-breach-lists-here'),
      BREACH_RANGE_URL: `http://127.0.0.1:${port}/range/`,
      BREACH_RANGE_TIMEOUT_MS: '2000',
    });
    await api.ask('/v1/password-policies', {
      method: 'POST',
      json: {
        name: 'closed',
        rules: [{ rule: 'breach-list', options: { whenUnavailable: 'refuse' } }],
      },
    });
  });
  afterAll(async () => {
    await api.close();
    server.close();
  });

  it('gets to know five digits of the hash and nothing else, and its padding is left out', async () => {
    const digest = sha1Of(BREACHED);
    const padding = sha1Of(FRESH);
    answer = {
      status: 200,
      text: [`${'0'.repeat(35)}:3`, `${digest.slice(5)}:4`, `${padding.slice(5)}:0`].join('\r\n'),
    };

    const found = await checking(api)(BREACHED);
    const padded = await checking(api)(FRESH);

    expect(rulesOf(found)).toEqual(['breach-list']);
    expect(padded.body.allowed).toBe(true);
    expect(asked).toEqual([
      `GET /range/${digest.slice(0, 5)}`,
      `GET /range/${padding.slice(0, 5)}`,
    ]);
    expect((await api.ask('/v1/breach-lists')).body.items).toMatchObject([{ kind: 'range-api' }]);
  });

  it('that answers nonsense lets pass or refuses by the rule, says so, and is left alone a while', async () => {
    answer = { status: 200, text: '<html>captive portal</html>' };
    const before = asked.length;

    const open = await checking(api)(BREACHED);
    const closed = await checking(api)(BREACHED, 'closed');
    const { text: metrics } = await api.ask('/metrics');

    const warning = 'It was not compared with a breach list: none can be asked just now';
    expect([open.body.allowed, open.body.warnings]).toEqual([true, [warning]]);
    expect(rulesOf(closed)).toEqual(['breach-list']);
    expect(closed.body.warnings).toContain(warning);
    expect(asked.length - before).toBe(1);
    expect(metrics).toContain('authwarden_breach_checks_total{result="unavailable"} 2');
  });
});
