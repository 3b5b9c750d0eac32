import { describe, expect, it } from 'vitest';
import { wordsOf } from './words.js';

describe('the words of an account', () => {
  it('are the parts of login, domain and context, with initials and short forms', () => {
    const words = wordsOf(['alice.archer7@mail.example.com'], ['Hyderabad Works']);

    expect([...words].sort()).toEqual(
      ['aa', 'alice', 'alicearcher7', 'archer', 'archer7', 'exa', 'example', 'hw', 'hyd']
        .concat(['ali', 'arc', 'hyderabad', 'hyderabadworks', 'works'])
        .sort(),
    );
  });

  it('are bounded', () => {
    const context = Array.from({ length: 1_000 }, (_, index) => `word${index}`);

    expect(wordsOf([], context).size).toBeLessThanOrEqual(100);
  });
});
