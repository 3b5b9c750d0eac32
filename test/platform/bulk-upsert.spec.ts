import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.js';
import { BulkUpsert, COPY_FROM_ROWS } from '../../src/platform/database/bulk-upsert.js';
import { Database } from '../../src/platform/database/database.js';
import { openWorld, type World } from '../support/world.js';

const MIDNIGHT = Date.UTC(2026, 2, 4);
const kept = new BulkUpsert(
  'kept',
  {
    id: 'uuid',
    day: 'date',
    network: 'cidr',
    at: 'timestamptz',
    state: 'text',
    count: 'int4',
    score: 'float8',
  },
  ['id', 'day'],
);

const rowOf = (id: string, count: number) =>
  [
    id,
    MIDNIGHT,
    '2001:db8:1::/64',
    MIDNIGHT + 1_500 + count,
    `["\\", 'Zürich', {}]`,
    count,
    count / 8,
  ] as const;
const rows = (ids: readonly string[], count: number) => ids.map((id) => rowOf(id, count));

describe('the upsert of many rows', () => {
  let world: World;
  let database: Database;

  beforeAll(async () => {
    world = await openWorld();
    database = world.service.app.get(Database, { strict: false });
    await world.sql(`CREATE TABLE kept (id uuid, day date, network cidr, at timestamptz,
      state text, count int4, score float8, PRIMARY KEY (id, day))`);
  });
  afterAll(() => world.close());
  beforeEach(() => world.sql('TRUNCATE kept'));

  const stored = () =>
    world.sql(`SELECT id, day::text, network::text, at, state, count, score FROM kept ORDER BY id`);
  const expected = (ids: readonly string[], count: number) =>
    ids.map((id) => {
      const [, , network, at, state, , score] = rowOf(id, count);
      return { id, day: '2026-03-04', network, at: new Date(at), state, count, score };
    });

  it.each([1, COPY_FROM_ROWS - 1, COPY_FROM_ROWS, 3 * COPY_FROM_ROWS])(
    'writes %i rows, and writes over them the next time',
    async (size) => {
      const ids = Array.from({ length: size }, newId);

      await database.transaction((tx) => kept.save(tx, rows(ids, 1)));
      await database.transaction((tx) => kept.save(tx, rows(ids, -7)));

      expect(await stored()).toEqual(expected(ids, -7));
    },
  );

  it('writes twice in one transaction, each row as it was last given', async () => {
    const ids = Array.from({ length: 2 * COPY_FROM_ROWS }, newId);

    await database.transaction(async (tx) => {
      await kept.save(tx, rows(ids.slice(0, COPY_FROM_ROWS), 1));
      await kept.save(tx, rows(ids, 2));
    });

    expect(await stored()).toEqual(expected(ids, 2));
  });

  it('goes on after a transaction that failed took its temporary table away', async () => {
    const ids = Array.from({ length: COPY_FROM_ROWS }, newId);
    const failing = database.transaction(async (tx) => {
      await kept.save(tx, rows(ids, 1));
      throw new Error('a step that failed');
    });
    await expect(failing).rejects.toThrow('a step that failed');

    await database.transaction((tx) => kept.save(tx, rows(ids, 3)));

    expect(await stored()).toEqual(expected(ids, 3));
  });

  it('writes into a temporary table in a transaction that was prepared and is read-only', async () => {
    const ids = Array.from({ length: COPY_FROM_ROWS }, newId);

    const written = await database.transaction(async (tx) => {
      await tx.query('CREATE TEMPORARY TABLE kept (LIKE kept INCLUDING ALL) ON COMMIT DROP');
      await kept.prepare(tx);
      await tx.query('SET TRANSACTION READ ONLY');
      await kept.save(tx, rows(ids, 1));
      return tx.query('SELECT count(*)::int AS count FROM kept');
    });

    expect(written).toEqual([{ count: COPY_FROM_ROWS }]);
    expect(await stored()).toEqual([]);
  });
});
