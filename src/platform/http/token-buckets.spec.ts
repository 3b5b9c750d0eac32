import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets.js';

describe('token buckets', () => {
  it('allow a burst of a minute’s worth and say how long to wait for one more', () => {
    const buckets = new TokenBuckets(2);

    const answers = [0, 0, 0].map((now) => buckets.take('a', now));

    expect(answers).toEqual([
      { allowed: true, remaining: 1, waitSeconds: 30 },
      { allowed: true, remaining: 0, waitSeconds: 60 },
      { allowed: false, remaining: 0, waitSeconds: 30 },
    ]);
  });

  it('fill again evenly, and never past the brim', () => {
    const buckets = new TokenBuckets(60);
    for (let i = 0; i < 60; i += 1) buckets.take('a', 0);

    expect(buckets.isEmpty('a', 999)).toBe(true);
    expect(buckets.isEmpty('a', 1_000)).toBe(false);
    expect(buckets.take('a', 86_400_000).remaining).toBe(59);
  });

  it('are one for each key', () => {
    const buckets = new TokenBuckets(1);
    buckets.take('a', 0);

    expect(buckets.isEmpty('a', 0)).toBe(true);
    expect(buckets.take('b', 0).allowed).toBe(true);
  });

  it('never allow more than a burst and what came back since', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(2_000), { maxLength: 300 }),
        (perMinute, gaps) => {
          const buckets = new TokenBuckets(perMinute);
          let now = 0;
          let allowed = 0;
          for (const gap of gaps) {
            now += gap;
            if (buckets.take('a', now).allowed) allowed += 1;
          }

          expect(allowed).toBeLessThanOrEqual(perMinute + (now * perMinute) / 60_000 + 1e-6);
        },
      ),
    );
  });
});
