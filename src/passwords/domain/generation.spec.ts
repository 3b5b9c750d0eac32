import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effWordList } from '../word-list.js';
import { passphrase, randomCharacters } from './generation.js';

describe('a passphrase', () => {
  it('has as many words of the list as are wanted', () => {
    const list = ['abacus', 'zoom'];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), (words) => {
        const { password, entropyBits } = passphrase(words, { list, digits: false }, randomInt);

        expect(password.split('-').every((word) => list.includes(word))).toBe(true);
        expect(password.split('-')).toHaveLength(words);
        expect(entropyBits).toBe(words);
      }),
    );
  });

  it('has capitals and a number where kinds of characters are asked for', () => {
    const { password } = passphrase(3, { list: ['abacus'], digits: true }, () => 0);

    expect(password).toBe('Abacus-Abacus-Abacus-00');
  });

  it('is made of invented words without a list, of 16 bits each', () => {
    const { password, entropyBits } = passphrase(5, { list: [], digits: false }, randomInt);

    expect(password).toMatch(/^(?:[bdfghjklmnprstvz][aeiou]){2}[bdfghjklmnprstvz](?:-|$)/);
    expect(Math.floor(entropyBits)).toBe(83);
  });

  it('comes from the whole list of the EFF, or from none', () => {
    expect([0, 7_776]).toContain(effWordList().length);
  });
});

describe('random characters', () => {
  it('have the length and no look-alikes', () => {
    const { password, entropyBits } = randomCharacters(200, randomInt);

    expect(password).toMatch(/^[^0O1lI]{200}$/);
    expect(entropyBits / 200).toBeCloseTo(6, 0);
  });
});
