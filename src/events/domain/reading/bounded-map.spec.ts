import { describe, expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.js';

describe('a bounded map', () => {
  it('lets go of what was set longest ago', () => {
    const map = new BoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);

    const evicted = map.set('c', 4);

    expect(evicted).toBe(2);
    expect(map.entries()).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
  });

  it('takes no more entries than it may hold when it is opened', () => {
    const map = new BoundedMap(1, [
      ['a', 1],
      ['b', 2],
    ]);

    expect(map.entries()).toEqual([['b', 2]]);
  });
});
