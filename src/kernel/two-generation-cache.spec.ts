import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TwoGenerationCache } from './two-generation-cache.js';

describe('two-generation cache', () => {
  it('keeps what is asked for, and forgets what is not', () => {
    const cache = new TwoGenerationCache<number>(4);
    cache.set('kept', 1);
    cache.set('forgotten', 2);

    for (let n = 0; n < 10; n += 1) {
      cache.get('kept');
      cache.set(`other-${n}`, n);
    }

    expect(cache.get('kept')).toBe(1);
    expect(cache.get('forgotten')).toBeUndefined();
  });

  it('answers what was set last, or nothing', () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.option(fc.nat()));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const cache = new TwoGenerationCache<number>(4);
        const truth = new Map<string, number>();

        for (const [key, value] of steps) {
          if (value !== null) {
            cache.set(key, value);
            truth.set(key, value);
          }
          expect([undefined, truth.get(key)]).toContain(cache.get(key));
        }
      }),
    );
  });

  it('forgets everything when it is cleared', () => {
    const cache = new TwoGenerationCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);

    cache.clear();

    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
  });
});
