import type { SqlColumn, SqlValue } from './dialect.js';

/** How a column says yes and no. */
export interface FlagCodec {
  /** What a value means, given as text; an absent one is no. */
  read(text: string | undefined): boolean;
  /** The value to write. */
  write(flag: boolean): SqlValue;
}

/** Pairs of words that mean yes and no, in lower case. */
const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ['y', 'n'],
  ['yes', 'no'],
  ['true', 'false'],
  ['t', 'f'],
  ['1', '0'],
  ['on', 'off'],
  ['active', 'inactive'],
  ['enabled', 'disabled'],
];

const NUMBERS = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'integer',
  'bigint',
  'numeric',
  'decimal',
  'bit',
]);
const TEXTS = new Set(['character varying', 'varchar', 'character', 'char', 'text', 'tinytext']);

/**
 * Finds out how a column says yes and no: from its type, the words of its enumeration, or the
 * values that it holds.
 *
 * @param samples some of the column's values, for a column of text
 * @returns undefined when they are words that we don't know
 */
export function flagCodec(column: SqlColumn, samples: readonly string[]): FlagCodec | undefined {
  if (column.type === 'boolean')
    return { read: (text) => text === 'true' || text === '1', write: (flag) => String(flag) };
  if (NUMBERS.has(column.type))
    return { read: (text) => Number(text ?? 0) !== 0, write: (flag) => (flag ? 1 : 0) };
  if (column.type === 'enum') return wordCodec(column.words);
  if (TEXTS.has(column.type)) return wordCodec(samples.length === 0 ? ['Y'] : samples);
  return undefined;
}

/** The codec of two values that the site has named. */
export function namedValuesCodec(values: {
  readonly active: string;
  readonly inactive: string;
}): FlagCodec {
  return {
    read: (text) => text === values.active,
    write: (flag) => (flag ? values.active : values.inactive),
  };
}

function wordCodec(words: readonly string[]): FlagCodec | undefined {
  const spelled = words.map((word) => word.trim()).filter((word) => word !== '');
  const known = spelled.map((word) => word.toLowerCase());
  const pair = PAIRS.find((candidate) => known.every((word) => candidate.includes(word)));
  const model = spelled[0];
  if (!pair || model === undefined) return undefined;
  const [yes, no] = pair;
  const spell = (word: string) => spelled[known.indexOf(word)] ?? inCaseOf(model, word);
  return {
    read: (text) => text?.trim().toLowerCase() === yes,
    write: (flag) => spell(flag ? yes : no),
  };
}

/** A word in the letters of another one: `N` like `Y`, `No` like `Yes`, `no` like `yes`. */
function inCaseOf(model: string, word: string): string {
  if (model === model.toLowerCase()) return word;
  if (model === model.toUpperCase()) return word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1);
}
