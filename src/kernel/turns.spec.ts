import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

describe('turns', () => {
  it('are taken by so many at once, in the order in which they came', async () => {
    const turns = new Turns(2);
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const each = ['a', 'b', 'c', 'd'].map((name) =>
      turns.take(async () => {
        order.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
      }),
    );

    expect([order, turns.waiting]).toEqual([['a', 'b'], 2]);
    ends[1]?.();
    await each[1];
    expect([order, turns.waiting]).toEqual([['a', 'b', 'c'], 1]);
    ends[0]?.();
    await each[0];
    ends[2]?.();
    ends[3]?.();
    await Promise.all(each);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('end when what was done fails', async () => {
    const turns = new Turns(1);
    const failed = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(async () => 'done');

    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
