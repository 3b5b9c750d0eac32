import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRunner } from '../../src/passwords/audits/audit-runner.service.js';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { connectMailboxes } from '../support/mailboxes.js';
import { pwdumpLine, sha, ssha512 } from '../support/stored-passwords.js';
import { openSql, type Sql } from '../support/sql.js';
import { until } from '../until.js';

const strong = () => randomBytes(18).toString('base64');

describe('/v1/password-audits', () => {
  let api: ServedApi;
  let sql: Sql;

  beforeAll(async () => {
    api = await serveApi();
    sql = await openSql(api.databaseUrl);
  });

  afterAll(async () => {
    await sql.close();
    await api.close();
  });

  const upload = (raw: string, query = '') =>
    api.ask(`/v1/password-audits/uploads?${query}`, {
      method: 'POST',
      raw,
      headers: { 'content-type': 'text/plain' },
    });
  const start = (json: object) => api.ask('/v1/password-audits', { method: 'POST', json });
  const finished = (id: string) =>
    until(
      async () => {
        const { body } = await api.ask(`/v1/password-audits/${id}`);
        return ['done', 'failed', 'cancelled'].includes(body.status) && body;
      },
      { timeoutMs: 50_000, what: `the end of audit ${id}` },
    );
  const audited = async (
    raw: string,
    { query = '', ...json }: { query?: string; [field: string]: unknown } = {},
  ) => {
    const { body: file } = await upload(raw, query);
    const { body } = await start({ upload: file.id, ...json });
    const audit = await finished(body.id);
    const { body: found } = await api.ask(`/v1/password-audits/${body.id}/findings?limit=200`);
    const byLogin = (login: string): string[] =>
      found.items
        .filter((item: { login: string }) => item.login === login)
        .map((item: { finding: string }) => item.finding);
    return { audit, byLogin, items: found.items };
  };

  it('guesses the passwords of the case, says how, and tells nothing of them', async () => {
    const { audit, byLogin, items } = await audited(
      [
        `anna:${ssha512('Password1')}`,
        `meera.menon:${ssha512('MM152007')}:::Meera Menon`,
        `ravi:${ssha512('pass@321')}`,
        `sales:${ssha512('h1y2d3')}`,
        `safe:${ssha512(strong())}`,
      ].join('\n'),
      { checks: { words: ['Hyderabad'] } },
    );

    expect(audit).toMatchObject({ status: 'done', progress: { done: 5, total: 5 } });
    expect(byLogin('anna')).toContain('default-password');
    expect(byLogin('meera.menon')).toContain('guessed-password');
    expect(byLogin('ravi')).toContain('default-password');
    expect(byLogin('sales')).toContain('guessed-password');
    expect(byLogin('safe')).not.toContain('guessed-password');
    const sales = items.find(
      ({ login, finding }: { login: string; finding: string }) =>
        login === 'sales' && finding === 'guessed-password',
    );
    expect(sales).toMatchObject({ severity: 'high', evidence: { source: 'organisation' } });
    expect(byLogin('sales')).toContain('policy-violation');
    expect(JSON.stringify(items)).not.toMatch(/Password1|MM152007|pass@321|h1y2d3/);
  });

  it('covers schemes honestly: what was tested, and why the rest was not', async () => {
    const { audit } = await audited(
      [
        `a:${ssha512('letmein')}`,
        `b:{ARGON2ID}$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG`,
        `c:{OTP}sha1 1024 ae6b49aa481f7233 f69fc7f98b8fbf54`,
        `d:{CRYPT}!`,
        `e:{BLF-CRYPT}$2y$05$11ipvo5dR6CwkzwmhwM26OXgzXwhV2PyPuLV.Qi31ILcRcThQpEiW`,
      ].join('\n'),
    );

    const coverage = Object.fromEntries(
      audit.summary.coverage.map((row: { scheme: string; coverage: string }) => [
        row.scheme,
        row.coverage,
      ]),
    );
    expect(coverage).toMatchObject({
      SSHA512: 'tested',
      ARGON2: 'too-costly',
      OTP: 'unknown-scheme',
      'BLF-CRYPT': 'tested',
    });
    const bcrypt = audit.summary.coverage.find(
      (row: { scheme: string }) => row.scheme === 'BLF-CRYPT',
    );
    expect(bcrypt.untriedPerAccount).toBeGreaterThan(10_000);
  });

  it('says how many it left out because they can’t sign in', async () => {
    const lines = 'alice:$6$a$b:19000:0:99999:7:::\nbob:!$6$a$b:19000:0:99999:7:::\n';
    const { audit } = await audited(lines);
    const { audit: complete } = await audited(lines, { checks: { inactive: true } });
    const report = await api.ask(`/v1/password-audits/${audit.id}/report?format=html`);

    expect(audit.summary).toMatchObject({ accounts: 1, leftOut: 1 });
    expect(complete.summary).toMatchObject({ accounts: 2, leftOut: 0 });
    expect(report.text).toContain('1 more that cannot sign in were left out.');
  });

  it('finds accounts that share a password, guessed or not', async () => {
    const shared = strong();
    const { audit, byLogin } = await audited(
      [
        pwdumpLine('EX\\one', 1001, shared),
        pwdumpLine('EX\\two', 1002, shared),
        pwdumpLine('EX\\three', 1003, strong()),
        pwdumpLine('EX\\PC1$', 1004, 'pc1'),
        'EX\\empty:1005:aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0:::',
        'EX\\old:1006:E52CAC67419A9A224A3B108F3FA6CB6D:8846f7eaee8fb117ad06bdd830b7586c:::',
      ].join('\n'),
    );

    expect(byLogin('EX\\one')).toContain('shared-password');
    expect(byLogin('EX\\two')).toContain('shared-password');
    expect(byLogin('EX\\three')).not.toContain('shared-password');
    expect(byLogin('EX\\PC1$')).toContain('default-computer-password');
    expect(byLogin('EX\\empty')).toContain('empty-password');
    expect(byLogin('EX\\old')).toEqual(expect.arrayContaining(['lm-hash', 'default-password']));
    expect(audit.summary.sharedGroups).toEqual([2]);
  });

  it('keeps nothing of what was uploaded once the run has ended', async () => {
    const { audit } = await audited(`a:${sha(strong())}`);

    const [left] = await sql(
      `SELECT (SELECT count(*) FROM password_audit_chunk) AS chunks,
              (SELECT count(*) FROM password_audit_account WHERE sharing IS NOT NULL) AS sharing,
              (SELECT count(*) FROM password_audit WHERE sealed_key IS NOT NULL) AS keys`,
    );
    expect(audit.status).toBe('done');
    expect(left).toEqual({ chunks: '0', sharing: '0', keys: '0' });
  });

  it('keeps what it found of known accounts until an audit finds it no more', async () => {
    await sql(
      `INSERT INTO account (id, login) VALUES ('01937a5e-0000-7000-8000-00000000a1ce', 'alice@example.com')`,
    );
    const open = () => sql(`SELECT finding FROM password_finding ORDER BY finding`);
    await audited(`alice@example.com:${ssha512('Welcome123')}`, { query: 'name=weekly' });
    const before = await open();
    const { body: card } = await api.ask('/v1/accounts/01937a5e-0000-7000-8000-00000000a1ce');

    const { audit } = await audited(`alice@example.com:${ssha512(strong())}`, {
      query: 'name=weekly',
    });

    expect(before.map(({ finding }) => finding)).toContain('default-password');
    expect(card.password.findings).toContain('default-password');
    expect(card).toMatchObject({ level: 'medium', score: 40 });
    expect(card.explanation.contributions).toMatchObject([
      { detector: 'password-finding', weight: 0.4 },
    ]);
    const told = await sql(`SELECT kind, detail FROM happening WHERE kind LIKE 'finding.%'`);
    expect(told).toContainEqual({
      kind: 'finding.closed',
      detail: { finding: 'default-password', severity: 'critical' },
    });
    expect((await open()).map(({ finding }) => finding)).not.toContain('default-password');
    const { body: audits } = await api.ask('/v1/password-audits?limit=2');
    const [, earlier] = audits.items;
    const { body: diff } = await api.ask(
      `/v1/password-audits/${audit.id}/diff?against=${earlier.id}`,
    );
    expect(diff.items).toContainEqual(
      expect.objectContaining({
        change: 'fixed',
        finding: 'default-password',
        login: 'alice@example.com',
      }),
    );
    expect(diff.items).toContainEqual(
      expect.objectContaining({ change: 'still-there', finding: 'weak-scheme' }),
    );
  });

  it('reports as a page, as CSV and as JSON, and without names where it is asked to', async () => {
    const { audit } = await audited(`=cmd|x:${ssha512('Welcome123')}`);
    const report = (query: string) => api.ask(`/v1/password-audits/${audit.id}/report?${query}`);

    const page = await report('format=html');
    const csv = await report('format=csv');
    const json = await report('format=json');
    const anonymous = await Promise.all(
      ['html', 'csv', 'json'].map((format) => report(`format=${format}&anonymous=true`)),
    );

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(page.text).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(page.text).toContain('<svg');
    expect(csv.text).toContain(`"'=cmd|x"`);
    expect(json.body.findings[0]).toMatchObject({ login: '=cmd|x' });
    for (const { status, text } of anonymous) {
      expect(status).toBe(200);
      expect(text).not.toContain('=cmd|x');
    }
  });

  it('is cancelled at once, and forgets', async () => {
    const lines = Array.from(
      { length: 400 },
      (_, n) => `user${n}:{BLF-CRYPT}$2y$10$11ipvo5dR6CwkzwmhwM26OXgzXwhV2PyPuLV.Qi31ILcRcThQpEiW`,
    );
    const { body: file } = await upload(lines.join('\n'));
    const { body } = await start({ upload: file.id, checks: { millisecondsPerAccount: 5_000 } });
    await until(
      async () => (await api.ask(`/v1/password-audits/${body.id}`)).body.status === 'testing',
    );

    const { body: cancelled } = await api.ask(`/v1/password-audits/${body.id}/cancel`, {
      method: 'POST',
    });

    expect(cancelled.status).toBe('cancelled');
    expect(await sql(`SELECT 1 FROM password_audit_chunk`)).toEqual([]);
  });

  it('says which lines of a file it could not read', async () => {
    const { status, body } = await upload(
      'root:*:19000:0:99999:7:::\nnonsense\nalice:$6$a$b:19000:0:99999:7:::\n',
    );

    expect(status).toBe(201);
    expect(body).toMatchObject({
      format: 'shadow',
      accounts: 2,
      problemCount: 1,
      problems: [{ line: 2 }],
    });
  });

  it.each([
    ['a file of nothing known', 'hello\nworld\n', '', 400, 'upload-format-unknown'],
    ['a file without accounts', '# nobody\n', 'format=shadow', 422, 'upload-empty'],
  ])('refuses %s', async (_case, raw, query, status, code) => {
    const answer = await upload(raw, query);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('refuses an upload that was used up, and an audit of nothing', async () => {
    const { body: file } = await upload(`a:${sha('x')}`);
    await start({ upload: file.id });

    const again = await start({ upload: file.id });
    const nothing = await start({});

    expect([again.status, again.body.code]).toEqual([404, 'password-upload-not-found']);
    expect([nothing.status, nothing.body.code]).toEqual([400, 'audit-source-missing']);
  });

  it('audits a directory, by its name, until its export is switched off', async () => {
    const mailboxes = await connectMailboxes(
      (path, init) => api.ask(path, init),
      ['anna@example.test'],
    );
    const { directoryId: directory } = mailboxes;
    const { body } = await start({ directory });
    const audit = await finished(body.id);
    const { body: report } = await api.ask(`/v1/password-audits/${body.id}/report?format=json`);

    await api.ask(`/v1/directories/${directory}`, {
      method: 'PATCH',
      json: { settings: { exportHashes: false } },
    });
    const refused = await start({ directory });
    await mailboxes.close();

    expect(audit.summary.accounts).toBe(1);
    expect(report.source).toBe('directory:mailboxes');
    expect([refused.status, refused.body.code]).toEqual([422, 'directory-cannot-export']);
  });
});

describe('an audit that was interrupted', () => {
  let api: ServedApi;
  let sql: Sql;

  beforeAll(async () => {
    // No worker: the spec itself runs the audit, and stops it.
    api = await serveApi({ ROLE: 'api' });
    sql = await openSql(api.databaseUrl);
  });

  afterAll(async () => {
    await sql.close();
    await api.close();
  });

  it('goes on with what is left, and comes to the same end', async () => {
    const lines = Array.from(
      { length: 1_300 },
      (_, n) => `user${n}:${sha(`shared-by-${n % 2 === 0 ? 'even' : n}`)}`,
    );
    const raw = lines.join('\n');
    const headers = { 'content-type': 'text/plain' };
    const { body: file } = await api.ask('/v1/password-audits/uploads', {
      method: 'POST',
      raw,
      headers,
    });
    const { body } = await api.ask('/v1/password-audits', {
      method: 'POST',
      json: { upload: file.id },
    });
    const runner = api.app.get(AuditRunner, { strict: false });
    const shutdown = new AbortController();
    const first = runner.run(body.id, shutdown.signal).catch((error: unknown) => error);
    const tested = async () =>
      Number((await sql(`SELECT count(*) AS n FROM password_audit_account`))[0].n);
    await until(async () => (await tested()) >= 500, { timeoutMs: 50_000 });

    shutdown.abort();
    await expect(first).resolves.toMatchObject({ code: 'password-audit-interrupted' });
    const before = await tested();
    await runner.run(body.id, new AbortController().signal);

    const { body: audit } = await api.ask(`/v1/password-audits/${body.id}`);
    expect(before).toBeLessThan(1_300);
    expect(audit).toMatchObject({
      status: 'done',
      summary: { accounts: 1_300, sharedGroups: [650] },
    });
  });
});
