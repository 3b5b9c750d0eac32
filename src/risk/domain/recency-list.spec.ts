import { describe, expect, it } from 'vitest';
import { RecencyList } from './recency-list.js';

function listOf(...seen: readonly [key: string, at: number][]): RecencyList {
  const list = new RecencyList(3);
  for (const [key, at] of seen) list.touch(key, at);
  return list;
}

describe('a recency list', () => {
  it('counts each key once, by when it was last seen', () => {
    const list = listOf(['a', 1], ['b', 2], ['a', 5]);

    expect(list.countAfter(0)).toBe(2);
    expect(list.countAfter(2)).toBe(1);
    expect(list.countAfter(5)).toBe(0);
  });

  it('drops the key that was seen longest ago when it is full', () => {
    const list = listOf(['a', 1], ['b', 2], ['a', 3], ['c', 4], ['d', 5]);

    expect(list.keys).toEqual(['a', 'c', 'd']);
  });

  it('forgets up to and including the cutoff', () => {
    const list = listOf(['a', 1], ['b', 2], ['c', 3]);

    list.forgetUpTo(2);

    expect(list.keys).toEqual(['c']);
    expect(list.lasts).toEqual([3]);
  });
});
