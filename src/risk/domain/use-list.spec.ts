import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UseList } from './use-list.js';

describe('a list of uses', () => {
  it('counts every key exactly while no more come than it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7)), (seen) => {
        const list = new UseList(8);
        for (const key of seen) list.see(String(key), 1);

        for (let key = 0; key < 8; key += 1) {
          expect(list.usesOf(String(key))).toBe(seen.filter((one) => one === key).length);
          expect(list.has(String(key))).toBe(seen.includes(key));
        }
      }),
    );
  });

  it('keeps what the owner uses when a botnet brings a thousand others', () => {
    const list = new UseList(4);
    for (let n = 0; n < 20; n += 1) list.see('home', 1);
    for (let n = 0; n < 1_000; n += 1) list.see(`bot-${n}`, 1);

    expect(list.usesOf('home')).toBe(20);
    expect(list.keys).toHaveLength(4);
  });

  it('halves its counts', () => {
    const list = new UseList(4);
    list.see('a', 9);
    list.halve();

    expect(list.usesOf('a')).toBe(4);
  });
});
