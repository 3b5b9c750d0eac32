import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern } from './login-pattern.js';

describe('login pattern', () => {
  it.each([
    ['alice@example.com', 'alice@example.com', true],
    ['Alice@Example.com', 'alice@example.COM', true],
    ['malice@example.com', 'alice@example.com', false],
    ['admin-1@example.com', 'admin-*', true],
    ['admin-1@example.com', '*@example.com', true],
    ['admin-1@example.com', 'admin-*@example.com', true],
    ['admin-@example.com', 'admin-*@example.com', true],
    ['aa', 'a*a*a', false],
    ['abab', 'ab*ab', true],
    ['ab', 'ab*ab', false],
  ])('says of %s and %s: %s', (login, pattern, expected) => {
    expect(fitsPattern(login, pattern)).toBe(expected);
  });

  it('agrees with a regular expression on whatever it is given', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (login, pattern) => {
        const expression = new RegExp(`^${pattern.split('*').join('.*')}$`, 's');

        expect(fitsPattern(login, pattern)).toBe(expression.test(login));
      }),
    );
  });
});
