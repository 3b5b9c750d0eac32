import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_JOB } from '../../src/response/action-queue.service.js';
import { ActionRunner } from '../../src/response/action-runner.service.js';
import { JOB_QUEUE, type JobQueue } from '../../src/platform/queue/job-queue.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { startChild } from '../support/child-service.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openService, type Service } from '../support/service.js';
import { openSql, type Sql } from '../support/sql.js';
import { takeoverOf } from '../support/takeover.js';
import { until } from '../until.js';

const LOGINS = Array.from({ length: 20 }, (_, n) => `user${n}@example.test`);
const OPEN = ['queued', 'running'];
const PATIENCE = { timeoutMs: 50_000, what: 'the end of an action' };

describe('promise 4: an action takes effect at most once, is read back and explains itself', () => {
  let database: TestDatabase;
  let sql: Sql;
  let service: Service;
  let ask: Asking;
  let mailboxes: Mailboxes;
  let fresh = 0;

  beforeAll(async () => {
    database = await createDatabase();
    sql = await openSql(database.url);
    service = await openService(database.url);
    ({ ask } = service);
    mailboxes = await connectMailboxes(ask, LOGINS);
  });
  afterAll(async () => {
    await service.close();
    await mailboxes.close();
    await sql.close();
    await database.drop();
  });

  /** An account that no other test acts on. */
  async function anAccount(): Promise<{ id: string; login: string }> {
    const login = LOGINS[fresh++] ?? '';
    await sendEvents(ask, [
      { type: 'authentication', time: '2026-06-01T07:00:00Z', account: login, outcome: 'success' },
    ]);
    const { body } = await ask(`/v1/accounts?login=${login}`);
    return { id: body.items[0].id, login };
  }

  const request = (id: string, json: object, key?: string) =>
    ask(`/v1/accounts/${id}/actions`, {
      method: 'POST',
      json: { reason: 'The caller is not the owner.', ...json },
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const finished = (id: string, by: Asking = ask) =>
    until(async () => {
      const { body } = await by(`/v1/actions/${id}`);
      return OPEN.includes(body.status) ? undefined : body;
    }, PATIENCE);
  const act = async (id: string, json: object) => {
    const { status, body } = await request(id, json);
    expect(status).toBe(202);
    return finished(body.id);
  };

  it('locks an account, reads it back and tells why, who and what was before', async () => {
    const { id, login } = await anAccount();

    const action = await act(id, { do: 'lock', ticket: 'RT-1' });

    expect((await mailboxes.of(login)).active).toBe(false);
    expect(action).toMatchObject({
      accountId: id,
      do: 'lock',
      status: 'applied',
      mode: 'manual',
      reason: 'The caller is not the owner.',
      ticket: 'RT-1',
      requestedBy: expect.stringMatching(/^api-key:/),
      directory: mailboxes.directoryId,
      before: { active: true },
      after: { active: false },
      outcome: { code: 'applied' },
      attempts: 1,
      finishedAt: expect.any(String),
    });
    const { body: account } = await ask(`/v1/accounts/${id}`);
    expect(account).toMatchObject({ standing: 'contained', directoryState: { active: false } });
  });

  it('lets in again when the lock is undone, and ties the two together', async () => {
    const { id, login } = await anAccount();
    const lock = await act(id, { do: 'lock' });

    const { status, body } = await ask(`/v1/actions/${lock.id}/undo`, { method: 'POST' });
    const undo = await finished(body.id);
    const again = await ask(`/v1/actions/${lock.id}/undo`, { method: 'POST' });

    expect(status).toBe(202);
    expect(undo).toMatchObject({ do: 'unlock', status: 'applied', undoOf: lock.id });
    expect((await mailboxes.of(login)).active).toBe(true);
    expect((await ask(`/v1/actions/${lock.id}`)).body.status).toBe('undone');
    expect([again.status, again.body.code]).toEqual([409, 'action-not-applied']);
  });

  it('sets one password nobody knows, with a must-change mark, and says that it has no undo', async () => {
    const { id, login } = await anAccount();
    const before = await mailboxes.of(login);

    const reset = await act(id, { do: 'force-reset' });
    const undo = await ask(`/v1/actions/${reset.id}/undo`, { method: 'POST' });

    const after = await mailboxes.of(login);
    expect(reset).toMatchObject({ status: 'applied', after: { active: true, mustChange: true } });
    expect(after.password).toMatch(/^\{SSHA512\}/);
    expect(after.password).not.toBe(before.password);
    expect([undo.status, undo.body.code]).toEqual([422, 'action-not-undoable']);
  });

  it.each(['lock', 'force-reset'])(
    'is not hurt by %s jobs that run twice or at once',
    async (operation) => {
      const { id, login } = await anAccount();
      const action = await act(id, { do: operation });
      const { password } = await mailboxes.of(login);
      const runner = service.app.get(ActionRunner, { strict: false });
      const abort = new AbortController().signal;

      // As if the process had died before it could record what it had done.
      await sql(
        `UPDATE action SET status = 'running', after = NULL, outcome = NULL, finished_at = NULL
        WHERE id = $1`,
        [action.id],
      );
      await runner.carryOut(action.id, abort);
      const repeated = (await ask(`/v1/actions/${action.id}`)).body;
      await Promise.all([1, 2, 3].map(() => runner.carryOut(action.id, abort)));

      expect(repeated).toMatchObject({ status: 'applied', before: { active: true } });
      expect((await mailboxes.of(login)).password).toBe(password);
      expect(await mailboxes.changes(login)).toBe(1);
    },
  );

  it('gives the same answer to the same idempotency key, and starts one action', async () => {
    const { id, login } = await anAccount();

    const answers = [
      await request(id, { do: 'lock' }, 'key-1'),
      await request(id, { do: 'lock' }, 'key-1'),
    ];
    const other = await request(id, { do: 'unlock' }, 'key-1');
    await finished(answers[0]?.body.id);

    expect(answers[1]?.body.id).toBe(answers[0]?.body.id);
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused']);
    expect(await everyItem(ask, `/v1/actions?accountId=${id}`)).toHaveLength(1);
    expect(await mailboxes.changes(login)).toBe(1);
  });

  it('answers many requests for the same at once with one action', async () => {
    const { id, login } = await anAccount();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => request(id, { do: 'lock' })),
    );
    await until(async () => !(await mailboxes.of(login)).active, PATIENCE);
    for (const { body } of answers) await finished(body.id);

    expect(await mailboxes.changes(login)).toBe(1);
  });

  it('changes nothing in a dry run', async () => {
    const { id, login } = await anAccount();

    const { body } = await request(id, { do: 'lock', dryRun: true });

    expect(body).toMatchObject({ status: 'unchanged', outcome: { detail: expect.any(String) } });
    expect((await mailboxes.of(login)).active).toBe(true);
    expect(await mailboxes.changes(login)).toBe(0);
  });

  it('refuses what the directory has no account for, and says so', async () => {
    await sendEvents(ask, [
      {
        type: 'authentication',
        time: '2026-06-01T07:00:00Z',
        account: 'ghost',
        outcome: 'failure',
      },
    ]);
    const { body } = await ask('/v1/accounts?login=ghost');

    const action = await act(body.items[0].id, { do: 'lock' });

    expect(action).toMatchObject({ status: 'refused', outcome: { code: 'not-in-directory' } });
  });

  it('keeps an unlock that was asked for right after a lock behind it', async () => {
    const { id, login } = await anAccount();

    const lock = await request(id, { do: 'lock' });
    const unlock = await request(id, { do: 'unlock' });
    const ended = [await finished(lock.body.id), await finished(unlock.body.id)];

    expect(ended.map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect((await mailboxes.of(login)).active).toBe(true);
  });

  it('carries out what a crash left without a job, from the start of the next process', async () => {
    const { id, login } = await anAccount();
    // The row is committed, but the process dies before it can tell the queue.
    await sql(
      `INSERT INTO action (id, account_id, operation, status, mode, reason, evidence, requested_by, queued_at)
       VALUES (gen_random_uuid(), $1, 'lock', 'queued', 'manual', 'Lost.', '{}', 'api-key:x', now())`,
      [id],
    );
    const [{ id: actionId }] = await sql('SELECT id FROM action WHERE account_id = $1', [id]);

    const child = await startChild(database.url, { ROLE: 'worker' });
    try {
      expect(await finished(actionId)).toMatchObject({ status: 'applied', attempts: 1 });
    } finally {
      await child.stop();
    }

    expect(await mailboxes.changes(login)).toBe(1);
  });

  it('holds the reason, the evidence and the actor of what the machine does', async () => {
    const { id, login } = await anAccount();
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });

    await sendEvents(ask, takeoverOf(login));
    const actions = await until(async () => {
      const { body } = await ask(`/v1/actions?accountId=${id}`);
      const open = body.items.some(({ status }: { status: string }) => OPEN.includes(status));
      return body.items.length > 0 && !open ? body.items : undefined;
    }, PATIENCE);
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'observe' } });

    const lock = actions.find((action: { do: string }) => action.do === 'lock');
    expect(lock).toMatchObject({
      status: 'applied',
      mode: 'enforce',
      requestedBy: 'response-policy',
      reason: expect.stringMatching(/^Level critical, score [\d.]+: /),
      evidence: { level: 'critical', contributions: expect.any(Array) },
    });
    expect((await mailboxes.of(login)).active).toBe(false);
  });

  it('puts nothing but the id of the action into its job', async () => {
    const rows = await sql(
      `SELECT data::text AS data FROM bullmq.job WHERE name = '${ACTION_JOB}'`,
    );

    expect(rows.length).toBeGreaterThan(5);
    for (const { data } of rows) expect(Object.keys(JSON.parse(data))).toEqual(['actionId']);
    expect(await service.app.get<JobQueue>(JOB_QUEUE).ping()).toBeUndefined();
  });
});
