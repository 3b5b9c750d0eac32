import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import lists from 'zxcvbn/lib/frequency_lists.js';
import matching from 'zxcvbn/lib/matching.js';
import { wordFinder } from './dictionary-words.worker.mjs';

const findWords = wordFinder(lists);
const words = Object.values(lists).flat();
/** Any word, and often one of the commonest. */
const word = fc.oneof(
  fc.constantFrom(...words.slice(0, 2_000)),
  fc.integer({ min: 0, max: words.length - 1 }).map((at) => words[at] ?? ''),
);

describe('the words of a password', () => {
  it('are those that zxcvbn finds, by place and length', () => {
    const part = fc.oneof(
      word,
      word.map((text) => text.toUpperCase()),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const password = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));

    fc.assert(
      fc.property(password, (text) => {
        // zxcvbn takes what every object inherits for words, of no rank.
        const found = matching.dictionary_match(text).filter(({ rank }) => Number.isInteger(rank));

        expect(findWords(text)).toEqual(found);
      }),
    );
  });

  it('have the rank that zxcvbn gives a word which stands in a list twice', () => {
    const own = ['rain', '', 'hyd', 'rain'];
    const ranks = { rain: 4, hyd: 3 };

    expect(wordFinder({ own })('Rain-hydrain')).toEqual(
      matching.dictionary_match('Rain-hydrain', { own: ranks }),
    );
  });
});
