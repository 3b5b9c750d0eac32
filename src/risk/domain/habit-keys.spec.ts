import { describe, expect, it } from 'vitest';
import { isProviderHabit, providerHabit } from './habit-keys.js';
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
