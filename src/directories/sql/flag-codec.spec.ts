import { describe, expect, it } from 'vitest';
import type { SqlColumn } from './dialect.js';
import { flagCodec, namedValuesCodec } from './flag-codec.js';

function aColumn(type: string, words: readonly string[] = []): SqlColumn {
  return { name: 'active', type, words, unique: false, readable: true, writable: true };
}

describe('how a column says yes and no', () => {
  it.each([
    ['boolean', [], [], 'true', 'false'],
    ['smallint', [], [], 1, 0],
    ['tinyint', [], [], 1, 0],
    ['bit', [], [], 1, 0],
    ['enum', ['N', 'Y'], [], 'Y', 'N'],
    ['enum', ['enabled', 'disabled'], [], 'enabled', 'disabled'],
    ['character varying', [], ['y'], 'y', 'n'],
    ['char', [], ['N'], 'Y', 'N'],
    ['varchar', [], ['Yes'], 'Yes', 'No'],
    ['text', [], ['ACTIVE', 'INACTIVE'], 'ACTIVE', 'INACTIVE'],
    ['character', [], [], 'Y', 'N'],
  ])('%s with the words %j and the values %j', (type, words, samples, yes, no) => {
    const codec = flagCodec(aColumn(type, words), samples);

    expect([codec?.write(true), codec?.write(false)]).toEqual([yes, no]);
    expect([codec?.read(String(yes)), codec?.read(String(no))]).toEqual([true, false]);
    expect(codec?.read(undefined)).toBe(false);
  });

  it.each([
    ['words of the site’s own', aColumn('varchar'), ['A', 'S']],
    ['more than two words', aColumn('enum', ['yes', 'no', 'maybe']), []],
    ['a time', aColumn('timestamp'), []],
    ['blanks', aColumn('varchar'), [' ']],
  ])('isn’t guessed from %s', (_case, column, samples) => {
    expect(flagCodec(column, samples)).toBeUndefined();
  });

  it('can be named by the site', () => {
    const codec = namedValuesCodec({ active: 'A', inactive: 'S' });

    expect([codec.write(true), codec.write(false)]).toEqual(['A', 'S']);
    expect([codec.read('A'), codec.read('S'), codec.read(undefined)]).toEqual([true, false, false]);
  });
});
