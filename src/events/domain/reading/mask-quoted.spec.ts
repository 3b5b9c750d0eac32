import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskQuoted } from './mask-quoted.js';

describe('masking what is quoted', () => {
  it.each([
    ['a "b c" d', 'a _____ d'],
    ['a "b \\" c" d', 'a ________ d'],
    ['a "b', 'a __'],
    ['a "b\\', 'a ___'],
    ['plain', 'plain'],
    ['""x""', '__x__'],
  ])('makes %s into %s', (text, masked) => {
    expect(maskQuoted(text)).toBe(masked);
  });

  it('keeps the length and leaves no quote', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', 'a', ' ') });

    fc.assert(
      fc.property(text, (quoted) => {
        const masked = maskQuoted(quoted);
        expect(masked).toHaveLength(quoted.length);
        expect(masked).not.toContain('"');
      }),
    );
  });
});
