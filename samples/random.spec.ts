import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.js';

describe('seeded randomness', () => {
  it('gives the same numbers for the same seed and stream, others for others', () => {
    const ten = (seed: number, stream: string) => {
      const random = seededRandom(seed, stream);
      return Array.from({ length: 10 }, () => random.fraction());
    };

    expect(ten(1, 'a')).toEqual(ten(1, 'a'));
    expect(ten(1, 'a')).not.toEqual(ten(2, 'a'));
    expect(ten(1, 'a')).not.toEqual(ten(1, 'b'));
  });

  it('keeps to its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(50),
        (seed, min, span) => {
          const random = seededRandom(seed, 'bounds');

          const drawn = random.whole(min, min + span);

          expect(drawn >= min && drawn <= min + span).toBe(true);
          expect(random.wait(10)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('spreads evenly', () => {
    const random = seededRandom(7, 'even');
    const hits = Array.from({ length: 10 }, () => 0);

    for (let draw = 0; draw < 10_000; draw += 1) {
      const at = random.whole(0, 9);
      hits[at] = (hits[at] ?? 0) + 1;
    }

    expect(Math.min(...hits)).toBeGreaterThan(850);
    expect(Math.max(...hits)).toBeLessThan(1_150);
  });
});
