import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, sendEvents } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openSql } from '../support/sql.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const PATIENCE = { timeoutMs: 50_000 };

describe('promise 4: an action survives the kill -9 of its worker, and takes effect once', () => {
  let world: World;
  let ask: Asking;
  let mailboxes: Mailboxes;
  let worker: ChildService;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    mailboxes = await connectMailboxes(ask, ['a@example.test', 'b@example.test']);
  });
  afterAll(async () => {
    await worker.kill();
    await mailboxes.close();
    await world.close();
  });

  async function queued(login: string, operation: string): Promise<string> {
    await sendEvents(ask, [
      { type: 'authentication', time: '2026-06-01T07:00:00Z', account: login, outcome: 'success' },
    ]);
    const { body } = await ask(`/v1/accounts?login=${login}`);
    const json = { do: operation, reason: 'Somebody else has the password.' };
    const path = `/v1/accounts/${body.items[0].id}/actions`;
    return (await ask(path, { method: 'POST', json })).body.id;
  }

  const actionOf = async (id: string) => (await ask(`/v1/actions/${id}`)).body;
  const isActing = (id: string) =>
    until(async () => (await actionOf(id)).before !== null, { ...PATIENCE, what: 'the act' });

  /** Another process starts, with a queue that knows nothing of the action any more. */
  async function ended(id: string) {
    await world.sql('DELETE FROM bullmq.job WHERE id = $1', [id]);
    worker = await startChild(world.database.url, { ROLE: 'worker' });
    return until(
      async () => {
        const action = await actionOf(id);
        return ['queued', 'running'].includes(action.status) ? undefined : action;
      },
      { ...PATIENCE, what: 'the end of the action' },
    );
  }

  it('is done by the next worker when the first died before the act', async () => {
    const somebody = await openSql(mailboxes.database.url);
    await somebody('BEGIN');
    await somebody(`SELECT FROM mailbox WHERE username = 'a@example.test' FOR UPDATE`);
    worker = await startChild(world.database.url, { ROLE: 'worker' });
    const id = await queued('a@example.test', 'lock');
    await isActing(id);

    await worker.kill();
    await somebody('ROLLBACK');
    await somebody.close();
    const untouched = await mailboxes.of('a@example.test');
    const action = await ended(id);
    await worker.kill();

    expect(untouched.active).toBe(true);
    expect(action).toMatchObject({
      status: 'applied',
      attempts: 2,
      before: { active: true },
      after: { active: false },
    });
    expect(await mailboxes.changes('a@example.test')).toBe(1);
  });

  it('is recorded, and not done twice, by the next worker when the first died after the act', async () => {
    const [somebody, recorder] = [
      await openSql(mailboxes.database.url),
      await openSql(world.database.url),
    ];
    await somebody('BEGIN');
    await somebody(`SELECT FROM mailbox WHERE username = 'b@example.test' FOR UPDATE`);
    worker = await startChild(world.database.url, { ROLE: 'worker' });
    const id = await queued('b@example.test', 'force-reset');
    await isActing(id);
    const { password: old } = await mailboxes.of('b@example.test');
    // The worker may act now, but can't write down that it has.
    await recorder('BEGIN');
    await recorder('SELECT FROM action WHERE id = $1 FOR UPDATE', [id]);
    await somebody('ROLLBACK');
    const { password } = await until(
      async () => {
        const row = await mailboxes.of('b@example.test');
        return row.password === old ? undefined : row;
      },
      { ...PATIENCE, what: 'the new password' },
    );

    await worker.kill();
    await recorder('ROLLBACK');
    await Promise.all([somebody.close(), recorder.close()]);
    const action = await ended(id);

    expect(action).toMatchObject({ status: 'applied', attempts: 2 });
    expect((await mailboxes.of('b@example.test')).password).toBe(password);
    expect(await mailboxes.changes('b@example.test')).toBe(1);
  });
});
