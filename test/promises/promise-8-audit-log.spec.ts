import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { takeoverOf } from '../support/takeover.js';
import { openWorld, type World } from '../support/world.js';

const LOGIN = 'victim@example.test';

describe('promise 8: the audit log is append-only and hash-chained; tampering shows', () => {
  let world: World;
  let ask: Asking;
  let mailboxes: Mailboxes;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    mailboxes = await connectMailboxes(ask, [LOGIN]);
    await writeEverything();
  });
  afterAll(async () => {
    await mailboxes.close();
    await world.close();
  });

  const post = (path: string, json: object = {}) => ask(path, { method: 'POST', json });
  const verify = async () => (await ask('/v1/audit-log/verify')).body;

  async function writeEverything(): Promise<void> {
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'approve' } });
    await ask('/v1/detectors/new-country', { method: 'PATCH', json: { weight: 0.25 } });
    await sendEvents(ask, takeoverOf(LOGIN));
    const [account] = await everyItem(ask, '/v1/accounts');
    const [first, second] = await everyItem(ask, '/v1/actions');
    await post(`/v1/actions/${first.id}/approve`);
    await post(`/v1/actions/${second.id}/reject`);
    await post(`/v1/accounts/${account.id}/actions`, { do: 'unlock', reason: 'He called.' });
    await post(`/v1/accounts/${account.id}/verdict`, { verdict: 'compromised', note: 'Sure.' });
    await ask(`/v1/accounts/${account.id}`, { method: 'PATCH', json: { protected: true } });
    await post('/v1/response-policy/stop', { reason: 'Wait.' });
    await post('/v1/response-policy/resume');
    await ask(`/v1/directories/${mailboxes.directoryId}`, { method: 'PATCH', json: { name: 'x' } });
    await post(`/v1/directories/${mailboxes.directoryId}/sync`);
    const key = await post('/v1/api-keys', { name: 'k', scopes: ['events:write'] });
    await ask(`/v1/api-keys/${key.body.id}`, { method: 'DELETE' });
  }

  it('has an entry for every write, each with who, what and which request', async () => {
    const entries = await everyItem(ask, '/v1/audit-log');

    expect(new Set(entries.map(({ what }) => what))).toEqual(
      new Set([
        'api-key.created',
        'api-key.revoked',
        'account.protection-changed',
        'account.verdict-given',
        'action.approved',
        'action.decided',
        'action.rejected',
        'action.requested',
        'detector.changed',
        'directory.changed',
        'directory.created',
        'directory.sync-requested',
        'response-policy.changed',
        'response-policy.resumed',
        'response-policy.stopped',
      ]),
    );
    const sequences = entries.map(({ sequence }) => sequence).sort((a, b) => a - b);
    expect(sequences).toEqual(entries.map((_, index) => index + 1));
    const machines = entries.filter(({ what }) => what === 'action.decided');
    const operators = entries.filter(({ actor }) => actor.startsWith('api-key:'));
    for (const { actor } of machines) expect(actor).toBe('response-policy');
    for (const { requestId } of operators) expect(requestId).toEqual(expect.any(String));
    expect(machines.length).toBeGreaterThanOrEqual(2);
    expect(operators.length).toBeGreaterThanOrEqual(13);
  });

  it('verifies, and goes on to verify when many write at once', async () => {
    const before = await verify();

    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        post('/v1/api-keys', { name: `key ${n}`, scopes: ['events:write'] }),
      ),
    );

    const after = await verify();
    expect(before).toMatchObject({ valid: true, firstBrokenSequence: null });
    expect(after).toMatchObject({ valid: true, entries: before.entries + 12 });
  });

  it.each([
    ['changed', `UPDATE audit_entry SET actor = 'nobody' WHERE sequence = 3`],
    ['deleted', `DELETE FROM audit_entry WHERE sequence = 3`],
    ['emptied', `TRUNCATE audit_entry`],
  ])(
    'can not be %s by a statement, not even by the owner of the table',
    async (_how, statement) => {
      await expect(world.sql(statement)).rejects.toThrow('audit_entry is append-only');

      expect(await verify()).toMatchObject({ valid: true });
    },
  );

  it.each([
    [
      'an entry was changed',
      `UPDATE audit_entry SET detail = '{"forged": true}' WHERE sequence = 4`,
      4,
    ],
    [
      'its actor was changed',
      `UPDATE audit_entry SET actor = 'api-key:else' WHERE sequence = 5`,
      5,
    ],
    [
      'its time was moved',
      `UPDATE audit_entry SET at = at - interval '1 day' WHERE sequence = 2`,
      2,
    ],
    ['an entry was taken out', `DELETE FROM audit_entry WHERE sequence = 6`, 6],
    ['the first was taken out', `DELETE FROM audit_entry WHERE sequence = 1`, 1],
    [
      'two entries changed places',
      `UPDATE audit_entry SET sequence = CASE sequence WHEN 7 THEN 1000007 WHEN 8 THEN 1000008 ELSE sequence END
        WHERE sequence IN (7, 8);
       UPDATE audit_entry SET sequence = 1000015 - sequence WHERE sequence > 1000000`,
      7,
    ],
  ])('shows where somebody with all rights was at it: %s', async (_how, statement, broken) => {
    const kept = await world.sql('SELECT * FROM audit_entry');
    await asForger(statement);

    const verdict = await verify();

    expect(verdict).toMatchObject({
      valid: false,
      firstBrokenSequence: broken,
      entries: broken - 1,
    });
    await asForger('DELETE FROM audit_entry');
    await world.sql(
      `INSERT INTO audit_entry SELECT * FROM jsonb_populate_recordset(NULL::audit_entry, $1)`,
      [JSON.stringify(kept)],
    );
    expect(await verify()).toMatchObject({ valid: true });
  });

  async function asForger(statements: string): Promise<void> {
    await world.sql('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only');
    for (const statement of statements.split(';')) await world.sql(statement);
    await world.sql('ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only');
  }
});
