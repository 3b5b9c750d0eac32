import { describe, expect, it } from 'vitest';
import { countMethods, isProviderHabit, methodHabit, providerHabit } from './habit-keys.js';
import { UseList } from './use-list.js';

const ADDRESS = '198.51.100.7';
const AS64500 = { asn: 64_500 };

function habitsOf(...keys: string[]): UseList {
  const habits = new UseList(8);
  for (const key of keys) habits.see(key, 1);
  return habits;
}

describe('a provider among the habits', () => {
  it('is known by its number, whatever the address', () => {
    const habits = habitsOf(providerHabit('192.0.2.1', AS64500));

    expect(isProviderHabit(habits, ADDRESS, AS64500)).toBe(true);
    expect(isProviderHabit(habits, ADDRESS, { asn: 64_501 })).toBe(false);
  });

  it('is known as it was guessed before its number was', () => {
    const habits = habitsOf(providerHabit(ADDRESS, undefined));

    expect(isProviderHabit(habits, ADDRESS, AS64500)).toBe(true);
    expect(isProviderHabit(habits, '203.0.113.1', AS64500)).toBe(false);
  });
});

describe('the methods among the habits', () => {
  it('count for their protocol, for the protocol with the mechanism, and for the encryption', () => {
    const imap = { protocol: 'imap', mechanism: 'plain', tls: true } as const;
    const counts = countMethods([
      [methodHabit(imap), 5],
      [methodHabit({ ...imap, mechanism: 'login' }), 2],
      [methodHabit({ protocol: 'smtp', mechanism: undefined, tls: undefined }), 1],
      ['c1x', 9],
    ]);

    expect([...counts.values()].toSorted((a, b) => b - a)).toEqual([7, 7, 5, 2, 1, 1, 1]);
  });

  it('add to what was counted of the protocol before mechanisms were known', () => {
    const imap = methodHabit({ protocol: 'imap', mechanism: 'plain', tls: true });

    expect(
      countMethods([
        [imap, 5],
        ['p1', 100],
      ]).get('p1'),
    ).toBe(105);
  });
});
