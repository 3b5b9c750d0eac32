import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownCandidates, sharedCandidates } from './candidate-list.js';
import { shapesOf } from './shapes.js';

const COMMON = ['123456', 'password', 'iloveyou'];

describe('the guesses', () => {
  it.each([
    ['Password1', [], 'x', undefined],
    ['MM152007', [], 'meera', 'Meera Menon'],
    ['pass@321', [], 'x', undefined],
    ['h1y2d3', ['Hyderabad'], 'x', undefined],
    ['Hyderabad@2026', ['Hyderabad'], 'x', undefined],
    ['lawuhs', [], 'shuwal', undefined],
    ['Anna1234', [], 'anna', undefined],
    ['$@l3$', ['sales'], 'x', undefined],
  ] as const)('hold %s', (password, words, login, displayName) => {
    const shared = sharedCandidates(words, COMMON, 2026).list;
    const own = [...ownCandidates({ login, displayName }, 2026)];

    expect([...shared, ...own].some(({ text }) => text === password)).toBe(true);
  });

  it('begin with the names, each once', () => {
    const own = [...ownCandidates({ login: 'EX\\PC1$', displayName: undefined }, 2026)];

    expect(own.slice(0, 3).map(({ text, source }) => [text, source])).toEqual([
      ['EX\\PC1$', 'name'],
      ['PC1$', 'name'],
      ['pc1', 'name'],
    ]);
  });

  it('hold nothing twice, and are the same for the same words', () => {
    const [once, again] = [1, 2].map(() => sharedCandidates(['example'], COMMON, 2026).list);

    expect(once).toEqual(again);
    expect(new Set(once?.map(({ text }) => text)).size).toBe(once?.length);
  });

  it('are bounded, whatever the word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) => {
        expect([...shapesOf(word, 2026)].length).toBeLessThan(200);
      }),
    );
  });
});
