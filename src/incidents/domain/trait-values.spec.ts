import { describe, expect, it } from 'vitest';
import { clientTrait, passwordAge } from './trait-values.js';

describe('traits', () => {
  it.each([
    ['usr12-laptop', 'usr#-laptop'],
    ['Thunderbird 128.3.1', 'thunderbird #'],
    ['[203.0.113.9]', undefined],
    ['2001:db8::1', undefined],
  ])('take %s for %s', (client, trait) => {
    expect(clientTrait(client)).toBe(trait);
  });

  it.each([
    [-1, 'changed during the attack'],
    [10, 'younger than 90 days'],
    [400, 'of one to three years'],
    [4_000, 'older than three years'],
  ])('put a password of %i days among those %s', (days, age) => {
    expect(passwordAge(days)).toBe(age);
  });
});
