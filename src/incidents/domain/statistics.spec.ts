import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedForMany } from './false-discovery.js';
import { fisherGreater } from './fisher.js';

const table = (
  groupWith: number,
  groupWithout: number,
  othersWith: number,
  othersWithout: number,
) => ({ groupWith, groupWithout, othersWith, othersWithout });

describe('Fisher’s exact test', () => {
  it('finds what Fisher found for the lady tasting tea: 17 of 70', () => {
    expect(fisherGreater(table(3, 1, 1, 3))).toBeCloseTo(17 / 70, 12);
    expect(fisherGreater(table(4, 0, 0, 4))).toBeCloseTo(1 / 70, 12);
  });

  it('finds what R finds for the convictions of twins (example of fisher.test)', () => {
    // Convictions of like-sex twins of criminals (Fisher 1935): 10 of 13 monozygotic, 2 of 17 dizygotic.
    expect(fisherGreater(table(10, 3, 2, 15))).toBeCloseTo(0.0004652, 7);
  });

  it('agrees with summing exact fractions, in small tables', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const small = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        let ways = 0;
        for (let k = a; k <= Math.min(a + b, a + c); k += 1)
          if (a + b - k <= b + d) ways += choose(a + c, k) * choose(b + d, a + b - k);

        expect(fisherGreater(table(a, b, c, d))).toBeCloseTo(
          ways / choose(a + b + c + d, a + b),
          9,
        );
      }),
    );
  });

  it('stays a probability, and exact where tables are large', () => {
    const p = fisherGreater(table(31, 0, 440, 1_560));

    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-18);
    expect(fisherGreater(table(0, 31, 440, 1_560))).toBeCloseTo(1, 9);
  });
});

describe('the adjustment of Benjamini and Hochberg', () => {
  it('keeps the four of the fifteen p-values that their paper keeps at 0.05', () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
      0.6528, 0.759, 1,
    ];

    const adjusted = adjustedForMany(published);

    expect(adjusted.filter((q) => q <= 0.05)).toHaveLength(4);
    expect(adjusted[0]).toBeCloseTo(0.0015, 12);
    expect(adjusted[3]).toBeCloseTo(0.035625, 12);
    expect(adjusted[4]).toBeCloseTo(0.0603, 12);
  });

  it('keeps the order, never goes below the p-value and never above 1', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(chance, { maxLength: 40 }), (pValues) => {
        const adjusted = adjustedForMany(pValues);

        const inOrder = pValues
          .map((p, index) => ({ p, q: adjusted[index] ?? -1 }))
          .sort((a, b) => a.p - b.p || a.q - b.q);
        for (const [index, { p, q }] of inOrder.entries()) {
          expect(q).toBeGreaterThanOrEqual(p - 1e-12);
          expect(q).toBeLessThanOrEqual(1);
          expect(q).toBeGreaterThanOrEqual(inOrder[index - 1]?.q ?? 0);
        }
      }),
    );
  });
});
