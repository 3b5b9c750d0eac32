import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tallyOf } from './source-score.js';
import { addArrival, addFailure, failureKeyOf, newSourceDay } from './source-window.js';

function idOf(n: number): string {
  return `0128de2c-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

describe('the score of a source', () => {
  it('is nothing for a day without failures, and for an office where some mistype', () => {
    const office = newSourceDay();
    for (let n = 0; n < 4; n += 1) addFailure(office, n, failureKeyOf(idOf(n), false));

    expect(tallyOf(newSourceDay()).score).toBe(0);
    expect(tallyOf(office).score).toBe(0);
  });

  it('is high for a source that tries names that nobody has', () => {
    const sprayer = newSourceDay();
    for (let n = 0; n < 60; n += 1) addFailure(sprayer, n, failureKeyOf(idOf(n), n % 2 === 0));

    expect(tallyOf(sprayer)).toMatchObject({ failed: 60, names: 30, arrived: 0 });
    expect(tallyOf(sprayer).score).toBeGreaterThan(85);
  });

  it('never falls when more becomes known, and stays within 0 and 100', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), fc.nat(20), (failed, names, arrived) => {
        const day = newSourceDay();
        let before = 0;
        for (let n = 0; n < failed; n += 1) addFailure(day, n, failureKeyOf(idOf(n), false));
        for (let n = 0; n < names; n += 1) addFailure(day, n, failureKeyOf(idOf(100 + n), true));
        before = tallyOf(day).score;
        for (let n = 0; n < arrived; n += 1) addArrival(day, n, idOf(n));

        expect(tallyOf(day).score).toBeGreaterThanOrEqual(before);
        expect(tallyOf(day).score).toBeLessThanOrEqual(100);
      }),
    );
  });
});
