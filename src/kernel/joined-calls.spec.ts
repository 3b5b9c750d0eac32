import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JoinedCalls } from './joined-calls.js';

const ONE_LANE = { most: 10, lanes: 1 };

describe('joined calls', () => {
  it('answers a call that comes alone', async () => {
    const calls = new JoinedCalls(
      async (items: readonly number[]) => items.map((n) => 2 * n),
      ONE_LANE,
    );

    expect(await calls.call(21)).toBe(42);
    expect(await calls.call(4)).toBe(8);
  });

  it('answers each call with its own result, however many come and whatever may go together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), async (ns, most) => {
        const sizes: number[] = [];
        const calls = new JoinedCalls(
          async (items: readonly number[]) => {
            sizes.push(items.length);
            return items.map((n) => -n);
          },
          { most, lanes: 1 },
        );

        const results = await Promise.all(ns.map((n) => calls.call(n)));

        expect(results).toEqual(ns.map((n) => -n));
        expect(sizes.length).toBe(Math.ceil(ns.length / most));
      }),
    );
  });

  it('gathers what comes while it works', async () => {
    const sizes: number[] = [];
    const late: Promise<number>[] = [];
    const calls = new JoinedCalls(async (items: readonly number[]) => {
      sizes.push(items.length);
      if (late.length === 0) late.push(calls.call(2), calls.call(3), calls.call(4));
      return items;
    }, ONE_LANE);

    await calls.call(1);

    expect(await Promise.all(late)).toEqual([2, 3, 4]);
    expect(sizes).toEqual([1, 3]);
  });

  it('fails the call alone that can’t be answered', async () => {
    const calls = new JoinedCalls(async (items: readonly number[]) => {
      if (items.includes(13)) throw new Error('unlucky');
      return items;
    }, ONE_LANE);

    const results = await Promise.allSettled([7, 13, 21].map((n) => calls.call(n)));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await calls.call(1)).toBe(1);
  });

  it('goes on beside a piece of work that doesn’t end', async () => {
    const calls = new JoinedCalls(
      async (items: readonly string[]) =>
        items.includes('stuck') ? new Promise<never>(() => {}) : items,
      { most: 1, lanes: 2 },
    );
    void calls.call('stuck');

    expect(await Promise.all(['a', 'b', 'c'].map((each) => calls.call(each)))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});
