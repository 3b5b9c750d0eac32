import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Happening } from '../../src/kernel/happening.js';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { HappeningConsumers } from '../../src/platform/happenings/happening-consumers.service.js';
import { Happenings } from '../../src/platform/happenings/happenings.service.js';
import { openService, type Service } from '../support/service.js';
import { sendEvents } from '../support/asking.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { takeoverOf } from '../support/takeover.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const CONSUMER = 'spec';

/** What a consumer does with what it takes, in its transaction. */
const keepIn = (table: string) => async (tx: Transaction, happenings: readonly Happening[]) => {
  for (const { sequence, subject } of happenings)
    await tx.query(`INSERT INTO ${table} VALUES ($1, $2)`, [sequence, subject]);
};

describe('happenings', () => {
  let world: World;
  let other: Service;
  let database: Database;
  let happenings: Happenings;
  let take = keepIn('taken');

  beforeAll(async () => {
    world = await openWorld();
    await world.sql('CREATE TABLE taken (sequence bigint, subject text)');
    other = await openService(world.database.url, { ROLE: 'api' });
    database = world.service.app.get(Database, { strict: false });
    happenings = world.service.app.get(Happenings, { strict: false });
    for (const { app } of [world.service, other]) {
      const consumers = app.get(HappeningConsumers, { strict: false });
      consumers.add({ name: CONSUMER, take: (tx, some) => take(tx, some) });
      await consumers.enrol();
    }
  });
  afterAll(async () => {
    await other.close();
    await world.close();
  });
  beforeEach(async () => {
    take = keepIn('taken');
    await serve();
    await world.sql('TRUNCATE taken');
  });

  const serve = (service: Service = world.service) =>
    service.app.get(HappeningConsumers, { strict: false }).serve();
  const record = (tx: Transaction, subject: string) =>
    happenings.record(tx, { kind: 'finding.opened', subject, detail: { n: 1 } });
  const taken = async (): Promise<string[]> =>
    (await world.sql('SELECT subject FROM taken ORDER BY sequence')).map(({ subject }) => subject);

  it('reach a consumer in the order in which they were committed, though written in another', async () => {
    let slowIsWritten = () => {};
    let finishSlow = () => {};
    const written = new Promise<void>((resolve) => (slowIsWritten = resolve));
    const mayFinish = new Promise<void>((resolve) => (finishSlow = resolve));
    const slow = database.transaction(async (tx) => {
      await record(tx, 'slow');
      slowIsWritten();
      await mayFinish;
    });
    await written;
    await database.transaction((tx) => record(tx, 'quick'));
    await serve();
    const before = await taken();
    finishSlow();
    await slow;
    await serve();

    expect(before).toEqual(['quick']);
    expect(await taken()).toEqual(['quick', 'slow']);
  });

  it('are forgotten with the transaction that is rolled back', async () => {
    const failing = database.transaction(async (tx) => {
      await record(tx, 'never');
      throw new Error('rolled back');
    });

    await expect(failing).rejects.toThrow('rolled back');
    await serve();

    expect(await taken()).toEqual([]);
  });

  it('are taken once each, however many writers and processes there are', async () => {
    const subjects = Array.from({ length: 600 }, (_, n) => `s${n}`);
    const writing = subjects.map((subject) => database.transaction((tx) => record(tx, subject)));
    const serving = [serve(), serve(other), serve(), serve(other)];
    await Promise.all(writing);
    await Promise.all(serving);
    await Promise.all([serve(), serve(other)]);
    // One of the two may have found the consumer taken, and left it.
    await serve();

    expect((await taken()).sort()).toEqual([...subjects].sort());
  });

  it('come again, all of them, after a consumer has failed half-way', async () => {
    await database.transaction((tx) =>
      happenings.record(
        tx,
        ['a', 'b', 'c'].map((subject) => ({ kind: 'finding.opened', subject, detail: {} })),
      ),
    );
    take = async (tx, some) => {
      await keepIn('taken')(tx, some.slice(0, 2));
      throw new Error('half-way');
    };
    await expect(serve()).rejects.toThrow('consumers failed: spec');
    const afterFailure = await taken();

    take = keepIn('taken');
    await serve();

    expect(afterFailure).toEqual([]);
    expect(await taken()).toEqual(['a', 'b', 'c']);
  });

  it('say how far behind a consumer is', async () => {
    await database.transaction((tx) => record(tx, newId()));

    const { text } = await world.service.ask('/metrics');

    expect(text).toContain('authwarden_happenings_behind{consumer="spec"} 1');
  });

  it('are dropped when they are old and everybody has taken them', async () => {
    const consumers = world.service.app.get(HappeningConsumers, { strict: false });
    await database.transaction((tx) => record(tx, 'old'));
    await world.sql(`UPDATE happening SET at = now() - interval '8 days' WHERE subject = 'old'`);
    const stored = () => world.sql(`SELECT 1 FROM happening WHERE subject = 'old'`);

    await consumers.dropOld();
    const untaken = await stored();
    await serve();
    await consumers.dropOld();

    expect(untaken).toHaveLength(1);
    expect(await stored()).toEqual([]);
  });

  describe('of a service with a worker', () => {
    let worker: Service;
    let mailboxes: Mailboxes;

    beforeAll(async () => {
      worker = await openService(world.database.url, { ROLE: 'worker' });
      mailboxes = await connectMailboxes(world.service.ask, ['h@example.test']);
    });
    afterAll(async () => {
      await worker.close();
      await mailboxes.close();
    });

    it('tell of level, standing and actions, in order, once a batch of events is committed', async () => {
      const { ask } = world.service;
      await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });
      await sendEvents(ask, takeoverOf('h@example.test'));

      const rows = await until(async () => {
        const all = await world.sql(
          `SELECT kind, detail ->> 'operation' AS operation, detail ->> 'to' AS to,
                  detail ->> 'status' AS status
             FROM happening WHERE account_id IS NOT NULL AND sequence IS NOT NULL ORDER BY sequence`,
        );
        return all.filter(({ kind }) => kind === 'action.finished').length === 2 && all;
      });

      const told = rows.map((row) => [row.kind, row.operation ?? row.to, row.status]);
      expect(told.slice(0, 3)).toEqual([
        ['account.level-changed', 'critical', null],
        ['action.requested', 'force-reset', 'queued'],
        ['action.requested', 'lock', 'queued'],
      ]);
      expect(told).toContainEqual(['action.finished', 'force-reset', 'applied']);
      expect(told).toContainEqual(['account.standing-changed', 'contained', null]);
    });

    it('say nothing when events change nothing', async () => {
      const { ask } = world.service;
      const count = async () => (await world.sql('SELECT count(*) FROM happening'))[0].count;
      const before = await count();

      await sendEvents(ask, takeoverOf('h@example.test'));

      expect(await count()).toBe(before);
    });
  });
});
