import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { openSql, type Sql } from '../support/sql.js';

const DIRECTORY = '01937a5e-0000-7000-8000-0000000000d1';
const GOOD = 'wolvox endrum tarpin';

describe('password policies', () => {
  let api: ServedApi;
  let sql: Sql;

  beforeAll(async () => {
    api = await serveApi();
    sql = await openSql(api.databaseUrl);
    for (const account of [
      ['carol@example.test', DIRECTORY, ['Board'], false],
      ['dave@example.test', DIRECTORY, [], false],
      ['erin@example.test', null, [], true],
    ])
      await sql(
        `INSERT INTO account (id, login, display_name, directory_id, groups, protected)
         VALUES (gen_random_uuid(), $1, 'Zanzibar Quux', $2, $3, $4)`,
        account,
      );
  });
  afterAll(async () => {
    await sql.close();
    await api.close();
  });

  const create = (json: object) => api.ask('/v1/password-policies', { method: 'POST', json });
  const replace = (name: string, json: object) =>
    api.ask(`/v1/password-policies/${name}`, { method: 'PUT', json });
  const check = (json: object) => api.ask('/v1/passwords/check', { method: 'POST', json });

  it('lists the presets by name, a page at a time', async () => {
    const first = await api.ask('/v1/password-policies?limit=3');
    const second = await api.ask(
      `/v1/password-policies?limit=3&cursor=${encodeURIComponent(first.body.nextCursor)}`,
    );

    const names = [...first.body.items, ...second.body.items].map(({ name, readOnly, version }) => [
      name,
      readOnly,
      version,
    ]);
    expect(names).toEqual([
      ['cis', true, 1],
      ['default', false, 1],
      ['microsoft-ad', true, 1],
      ['nist-800-63b-4', true, 1],
      ['pci-dss-4.0.1', true, 1],
    ]);
  });

  it('makes one on top of a preset and judges by it at once', async () => {
    const rule = { rule: 'minimum-length', set: 'off', options: { min: 21 } };
    const made = await create({ name: 'long', basedOn: 'nist-800-63b-4', rules: [rule] });
    const changed = await check({ password: GOOD, policy: 'long' });
    const set = await check({ password: GOOD, policy: 'long', occasion: 'set' });

    expect(made.status).toBe(201);
    expect(made.body.rules[0]).toEqual({
      rule: 'minimum-length',
      set: 'off',
      change: 'enforce',
      options: { min: 21 },
    });
    expect(made.body.rules).toHaveLength(5);
    expect(changed.body).toMatchObject({
      allowed: false,
      policy: 'long',
      policyVersion: 1,
      violations: [
        {
          rule: 'minimum-length',
          clause: 'NIST SP 800-63B-4 §3.1.1.2',
          message: 'Use at least 21 characters.',
        },
      ],
    });
    expect(set.body.allowed).toBe(true);
  });

  it('tells what is only observed without refusing', async () => {
    const observed = { rule: 'minimum-length', change: 'observe', options: { min: 100 } };
    await create({ name: 'observing', rules: [observed] });

    const { body } = await check({ password: GOOD, policy: 'observing' });

    expect(body).toMatchObject({ allowed: true, violations: [] });
    expect(body.observed.map(({ rule }: { rule: string }) => rule)).toEqual(['minimum-length']);
  });

  it('keeps every version and tells who made it', async () => {
    const rules = (min: number) => [{ rule: 'minimum-length', options: { min } }];
    await create({ name: 'growing', rules: rules(10) });
    await replace('growing', { rules: rules(11), version: 1 });
    const late = await replace('growing', { rules: rules(12), version: 1 });
    const removed = await api.ask('/v1/password-policies/growing', { method: 'DELETE' });
    const gone = await api.ask('/v1/password-policies/growing');
    const versions = await api.ask('/v1/password-policies/growing/versions');
    const again = await create({ name: 'growing', rules: rules(13) });

    expect([late.status, late.body.code]).toEqual([409, 'password-policy-changed']);
    expect([removed.status, gone.status]).toEqual([204, 404]);
    expect(
      versions.body.items.map((policy: Record<string, never>) => [
        policy['version'],
        policy['rules']?.[0]?.['options']?.['min'],
        typeof policy['changedBy'],
      ]),
    ).toEqual([
      [2, 11, 'string'],
      [1, 10, 'string'],
    ]);
    expect(again.body.version).toBe(4);
  });

  it('writes every change to the audit log', async () => {
    await create({ name: 'audited', rules: [{ rule: 'runs' }] });
    await replace('audited', { rules: [{ rule: 'runs', set: 'off' }] });
    await api.ask('/v1/password-policies/audited', { method: 'DELETE' });

    const { body } = await api.ask('/v1/audit-log?subject=audited');

    expect(
      body.items.map(({ what, detail }: never) => [what, (detail as { rules: string[] }).rules]),
    ).toEqual([
      ['password-policy.removed', []],
      ['password-policy.changed', ['runs off/enforce']],
      ['password-policy.created', ['runs enforce/enforce']],
    ]);
  });

  it('leaves the standards alone, and makes `default` the site’s own', async () => {
    const rules = [{ rule: 'minimum-length', options: { min: 3 } }];
    const refused = await replace('cis', { rules });
    const removal = await api.ask('/v1/password-policies/default', { method: 'DELETE' });
    const taken = await create({ name: 'default', rules });
    const changed = await replace('default', { rules, version: 1 });
    const { body } = await check({ password: 'abc' });
    const versions = await api.ask('/v1/password-policies/default/versions?limit=1');
    const older = await api.ask(
      `/v1/password-policies/default/versions?cursor=${encodeURIComponent(versions.body.nextCursor)}`,
    );

    expect([refused, removal, taken].map(({ body: { code } }) => code)).toEqual([
      'password-policy-read-only',
      'password-policy-read-only',
      'password-policy-name-taken',
    ]);
    expect([changed.body.version, changed.body.readOnly]).toEqual([2, false]);
    expect(body).toMatchObject({ allowed: true, policy: 'default', policyVersion: 2 });
    expect(older.body.items.map(({ version }: { version: number }) => version)).toEqual([1]);
  });

  it('holds for whom it is assigned to: a class before a group before a directory', async () => {
    const rules = [{ rule: 'minimum-score', options: { min: 1 } }];
    await create({ name: 'of-directory', rules, assignments: [{ directory: DIRECTORY }] });
    await create({ name: 'of-board', rules, assignments: [{ group: 'board' }] });
    await create({ name: 'of-class', rules, assignments: [{ accountClass: 'protected' }] });

    const answers = await Promise.all(
      ['Carol@example.test', 'dave@example.test', 'erin@example.test', 'nobody@example.test'].map(
        (account) => check({ password: GOOD, account }),
      ),
    );

    expect(answers.map(({ body }) => body.policy)).toEqual([
      'of-board',
      'of-directory',
      'of-class',
      'default',
    ]);
  });

  it("takes the account's display name and the organisation's words into account", async () => {
    const rules = [{ rule: 'context-words', options: { minOthers: 8 } }];
    await create({ name: 'words', rules, words: ['Froboz Works'] });

    const [owner, site] = await Promise.all([
      check({ password: 'zanzibar-1', account: 'carol@example.test', policy: 'words' }),
      check({ password: 'Fr0b0z-1', policy: 'words' }),
    ]);

    expect([owner?.body.allowed, site?.body.allowed]).toEqual([false, false]);
  });

  it.each([
    ['rules.0.options.min', { rules: [{ rule: 'minimum-length', options: { min: 0 } }] }],
    ['rules.0.options.reject.0', { rules: [{ rule: 'pattern', options: { reject: ['(a'] } }] }],
    ['rules.0.rule', { rules: [{ rule: 'astrology' }] }],
    ['rules', { rules: [{ rule: 'runs' }, { rule: 'runs' }] }],
    ['rules', {}],
    ['rules.0.set', { rules: [{ rule: 'runs', set: 'sometimes' }] }],
  ])('says what is wrong: %s', async (path, body) => {
    const { status, body: problem } = await create({ name: 'wrong', ...body });

    expect(status).toBe(400);
    expect(problem.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('asks for a scope', async () => {
    const json = { name: 'portal', scopes: ['passwords:check'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });

    const read = await api.ask('/v1/password-policies/cis', { key: body.key });
    const written = await api.ask('/v1/password-policies', {
      method: 'POST',
      key: body.key,
      json: { name: 'mine', rules: [{ rule: 'runs' }] },
    });

    expect([read.status, written.status]).toEqual([200, 403]);
  });
});
