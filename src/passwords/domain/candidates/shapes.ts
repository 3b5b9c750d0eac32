import { backwards } from '../readings.js';

/** What people put after a word that has to hold a digit or a symbol. */
const TAILS = [
  '1 12 123 1234 12345 123456 321 01 007 11 111 99 786 ! @ # 1! 123! @1 @12 @123',
  '@1234 @321 #123 _123 !@# $',
].flatMap((line) => line.split(' '));

const LEET: Readonly<Record<string, string>> = { a: '@', e: '3', i: '1', o: '0', s: '$' };
const LEET_DIGITS: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5' };

/** The years that people write: the last four and the next, in two digits and in four. */
export function yearTails(year: number): readonly string[] {
  const years = [year, year - 1, year + 1, year - 2, year - 3].map(String);
  return [...years, ...years.map((text) => `@${text}`), ...years.map((text) => text.slice(2))];
}

/**
 * What people make of a word to get a password past a rule, the likely ones first: capitals, tails
 * of digits, symbols and years, leet, turned round, doubled, with digits in between (`h1y2d3`).
 */
export function* shapesOf(word: string, year: number): Generator<string> {
  const lower = word.toLowerCase();
  if (lower.length < 2) return;
  const capital = lower.charAt(0).toUpperCase() + lower.slice(1);
  const forms = [lower, capital, lower.toUpperCase()];
  yield* forms;
  for (const tail of TAILS) for (const form of forms) yield form + tail;
  for (const tail of yearTails(year)) for (const form of forms) yield form + tail;
  const changed = [replaced(lower, LEET), replaced(lower, LEET_DIGITS), replaced(capital, LEET)];
  for (const form of changed) {
    yield form;
    for (const tail of ['1', '123', '@123', '!', String(year)]) yield form + tail;
  }
  for (const form of [backwards(lower), lower + lower, capital + capital]) {
    yield form;
    yield `${form}1`;
    yield `${form}123`;
  }
  if (lower.length <= 8) {
    yield interleaved(lower);
    yield interleaved(capital);
  }
}

/** Initials with a day and a year, or a whole date, behind: `MM152007`. */
export function* datedShapes(initials: string, year: number): Generator<string> {
  const upper = initials.toUpperCase();
  for (let born = year; born > year - DATED_YEARS; born--)
    for (let day = 1; day <= 31; day++) yield `${upper}${String(day).padStart(2, '0')}${born}`;
}

const DATED_YEARS = 30;

/** A word with 1, 2, 3 … between its letters. */
function interleaved(word: string): string {
  return Array.from(word, (letter, index) => `${letter}${(index + 1) % 10}`).join('');
}

function replaced(word: string, table: Readonly<Record<string, string>>): string {
  return Array.from(word, (letter) => table[letter] ?? letter).join('');
}
