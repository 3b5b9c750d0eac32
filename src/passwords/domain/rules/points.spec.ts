import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { entraForm, points, pointsOf } from './points.js';

const entra = { threshold: 5, commonTerms: false, refuseNames: true };

describe('points as Entra counts them', () => {
  // The two examples of "Eliminate bad passwords using Microsoft Entra Password Protection".
  it.each([
    ['C0ntos0Blank12', 4, false],
    ['ContoS0Bl@nkf9!', 5, true],
  ])('gives %s %i points', (password, expected, passes) => {
    const terms = ['contoso', 'blank'];

    expect(pointsOf(entraForm(password), new Set(terms))).toBe(expected);
    expect(points.demand({ ...entra, terms }).passes(someFacts(password))).toBe(passes);
  });

  it.each(['abcdeg', 'abcdefg', 'abcde', 'ABCDEF', '@bcdef'])(
    'refuses %s, an edit away from the term abcdef',
    (password) => {
      const demand = points.demand({ ...entra, threshold: 1, terms: ['abcdef'] });

      expect(demand.passes(someFacts(password))).toBe(false);
    },
  );

  it('refuses a name of the owner outright, from four characters on', () => {
    const demand = points.demand(entra);
    const context = ['Archer', 'Bob'];

    expect(demand.passes(someFacts('tq9!vbx-Archer', { context }))).toBe(false);
    expect(demand.passes(someFacts('tq9!vbx-bob', { context }))).toBe(true);
  });

  it('never counts more points than characters, and no fewer with fewer terms', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
    const term = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(text, fc.array(term), term, (password, terms, another) => {
        const some = pointsOf(password, new Set(terms));

        expect(some).toBeLessThanOrEqual(password.length);
        expect(pointsOf(password, new Set([...terms, another]))).toBeLessThanOrEqual(some);
      }),
    );
  });
});
