import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { openSql, type Sql } from '../support/sql.js';

const [FIRST, SECOND, THIRD] = [
  'wolvox endrum tarpin',
  'zimbra quondam felloe',
  'quorn lathe ibex',
];

describe('the history of passwords', () => {
  let api: ServedApi;
  let sql: Sql;

  beforeAll(async () => {
    api = await serveApi();
    sql = await openSql(api.databaseUrl);
    for (const login of ['carol@example.test', 'dave@example.test'])
      await sql(`INSERT INTO account (id, login) VALUES (gen_random_uuid(), $1)`, [login]);
    for (const [name, rule] of [
      ['own', { rule: 'history', options: { count: 2 } }],
      ['shared', { rule: 'shared-history', options: { days: 30 } }],
    ])
      await api.ask('/v1/password-policies', { method: 'POST', json: { name, rules: [rule] } });
  });
  afterAll(async () => {
    await sql.close();
    await api.close();
  });

  async function brokenBy(password: string, policy: string, account: string, chosen = true) {
    const json = { password, policy, account, chosen };
    const { body } = await api.ask('/v1/passwords/check', { method: 'POST', json });
    return body.violations.map(({ rule }: { rule: string }) => rule);
  }

  it('refuses the last ones of the account, in any spelling of Unicode', async () => {
    const [carol, dave] = ['carol@example.test', 'dave@example.test'];
    await brokenBy('café wolvox', 'own', carol);

    expect(await brokenBy('cafe\u0301 wolvox', 'own', carol)).toEqual(['history']);
    expect(await brokenBy('café wolvox', 'own', dave)).toEqual([]);
    await brokenBy(SECOND, 'own', carol);
    expect(await brokenBy('café wolvox', 'own', carol)).toEqual(['history']);
    await brokenBy(THIRD, 'own', carol);
    expect(await brokenBy('café wolvox', 'own', carol)).toEqual([]);
  });

  it('refuses what anybody has chosen lately, where that is asked for', async () => {
    expect(await brokenBy(FIRST, 'shared', 'carol@example.test')).toEqual([]);
    expect(await brokenBy(FIRST, 'shared', 'dave@example.test')).toEqual(['shared-history']);
    await sql(`UPDATE shared_password_history SET chosen_at = now() - interval '31 days'`);
    expect(await brokenBy(FIRST, 'shared', 'dave@example.test')).toEqual([]);
  });

  it('keeps nothing of what is only checked, refused, or asked for by no rule', async () => {
    const count = async () =>
      (
        await sql(
          `SELECT (SELECT count(*) FROM password_history)::int
                + (SELECT count(*) FROM shared_password_history)::int AS kept`,
        )
      )[0].kept;
    const before = await count();

    await brokenBy('another one', 'own', 'dave@example.test', false);
    await brokenBy('another one', 'default', 'dave@example.test');
    await brokenBy(FIRST, 'shared', 'carol@example.test');

    expect(await count()).toBe(before);
  });

  it('keeps digests that need the key', async () => {
    const rows = await sql(
      `SELECT password_history.digest FROM password_history
       UNION ALL SELECT shared_password_history.digest FROM shared_password_history`,
    );

    expect(rows.length).toBeGreaterThan(3);
    for (const { digest } of rows) expect(digest).toHaveLength(32);
    const known = ['sha256', 'sha512'].flatMap((name) =>
      [FIRST, SECOND, THIRD].map((one) =>
        createHash(name)
          .update(one ?? '')
          .digest('hex'),
      ),
    );
    for (const { digest } of rows) expect(known).not.toContain(digest.toString('hex'));
  });

  it('says that it could not compare the password of somebody unknown', async () => {
    const json = { password: SECOND, policy: 'own', account: 'nobody@example.test' };

    const { body } = await api.ask('/v1/passwords/check', { method: 'POST', json });

    expect(body.allowed).toBe(true);
    expect(body.warnings).toContain(
      'It was not compared with former passwords: nobody knows the account',
    );
  });
});

describe('passwords that are drawn', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });
  afterAll(() => api.close());

  it.each([
    ['passphrase', 'default'],
    ['random', 'default'],
    ['passphrase', 'nist-800-63b-4'],
    ['passphrase', 'pci-dss-4.0.1'],
    ['random', 'pci-dss-4.0.1'],
    ['passphrase', 'cis'],
    ['random', 'microsoft-ad'],
  ])('as %s pass %s, differ, and are not to be kept', async (kind, policy) => {
    const draw = () =>
      api.ask('/v1/passwords/generate', { method: 'POST', json: { kind, policy } });

    const [one, other] = [await draw(), await draw()];
    const json = { password: one.body.password, policy, occasion: 'set' };
    const { body } = await api.ask('/v1/passwords/check', { method: 'POST', json });

    expect(one.status).toBe(200);
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(one.body.password).not.toBe(other.body.password);
    expect(one.body.entropyBits).toBeGreaterThan(60);
    expect(body.allowed).toBe(true);
  });

  it('are none where the rules leave none', async () => {
    const rules = [{ rule: 'maximum-length', options: { max: 8 } }];
    await api.ask('/v1/password-policies', { method: 'POST', json: { name: 'tight', rules } });

    const answer = await api.ask('/v1/passwords/generate', {
      method: 'POST',
      json: { policy: 'tight' },
    });

    expect([answer.status, answer.body.code]).toEqual([422, 'no-password-passes']);
  });

  it('are compared by the standards that a policy is to meet', async () => {
    const of = (query: string) => api.ask(`/v1/password-policies/default/contradictions?${query}`);

    const nist = await of('standard=nist-800-63b-4');
    const both = await of('standard=cis&directory=01937a5e-0000-7000-8000-0000000000d1');
    const none = await of('directory=01937a5e-0000-7000-8000-0000000000d1');

    expect(nist.body).toMatchObject({
      policy: 'default',
      against: 'nist-800-63b-4',
      contradictions: [{ topic: 'length', kind: 'weaker', ours: '12' }],
    });
    expect([both.status, none.status, none.body.code]).toEqual([400, 404, 'directory-not-found']);
  });
});
