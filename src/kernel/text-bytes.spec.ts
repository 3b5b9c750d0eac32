import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextBytes } from './text-bytes.js';

describe('text put together as bytes', () => {
  it('writes every number as JSON does', () => {
    const numbers = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom(0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    );
    fc.assert(
      fc.property(fc.array(numbers), (values) => {
        const text = new TextBytes(1);
        text.ascii('[');
        for (const [index, value] of values.entries()) {
          if (index > 0) text.ascii(',');
          text.number(value);
        }
        text.ascii(']');
        expect(text.toString()).toBe(JSON.stringify(values));
      }),
    );
  });

  it('writes any text as UTF-8, and begins anew in the same memory', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const text = new TextBytes(1);
        text.ascii('gone');
        text.clear();
        for (const one of texts) text.utf8(one);
        expect(text.bytes()).toEqual(Buffer.from(texts.join('')));
      }),
    );
  });
});
