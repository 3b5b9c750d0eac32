import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.js';
import { binaryArray } from '../../src/platform/database/binary-array.js';
import type { BinaryType, BinaryValue } from '../../src/platform/database/binary-values.js';
import { Database } from '../../src/platform/database/database.js';
import { openWorld, type World } from '../support/world.js';

describe('an array as a parameter', () => {
  let world: World;
  let database: Database;

  beforeAll(async () => {
    world = await openWorld();
    database = world.service.app.get(Database, { strict: false });
  });
  afterAll(() => world.close());

  const asRead = async (type: BinaryType, values: readonly BinaryValue[]) => {
    const rows: { value: string | null }[] = await database.transaction((tx) =>
      tx.query(`SELECT value::text FROM unnest($1::${type}[]) AS given (value)`, [
        binaryArray(type, values),
      ]),
    );
    return rows.map(({ value }) => value);
  };

  it('holds any text, and what is missing', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));

    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await asRead('text', values)).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  it('holds JSON', async () => {
    const values = [{ 'Zürich "\\': [1, null] }, [], 'text'].map((value) => JSON.stringify(value));

    const read = await asRead('jsonb', values);

    expect(read.map((value) => JSON.parse(value ?? ''))).toEqual(
      values.map((value) => JSON.parse(value)),
    );
  });

  it.each<[BinaryType, readonly BinaryValue[], readonly string[]]>([
    ['int4', [0, -1, 2 ** 31 - 1, -(2 ** 31)], ['0', '-1', '2147483647', '-2147483648']],
    ['float8', [0.1, -2.5], ['0.1', '-2.5']],
    ['cidr', ['192.0.2.0/24', '2001:db8:1::/64'], ['192.0.2.0/24', '2001:db8:1::/64']],
    ['date', [Date.UTC(1999, 11, 31, 23)], ['1999-12-31']],
  ])('holds what is a %s', async (type, values, expected) => {
    expect(await asRead(type, values)).toEqual(expected);
  });

  it('holds moments to the millisecond', async () => {
    const moments = [0, Date.UTC(2026, 2, 4, 5, 6, 7, 89)];

    const read = await asRead('timestamptz', moments);

    expect(read.map((value) => Date.parse(value ?? ''))).toEqual(moments);
  });

  it('holds ids, or nothing at all', async () => {
    const ids = [newId(), newId()];

    expect(await asRead('uuid', ids)).toEqual(ids);
    expect(await asRead('uuid', [])).toEqual([]);
  });
});
