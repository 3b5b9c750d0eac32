import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MECHANISMS, PROTOCOLS } from '../../events/domain/auth-event.js';
import {
  countMethods,
  isProviderHabit,
  methodHabit,
  methodParts,
  providerHabit,
  usesOfMethod,
} from './habit-keys.js';
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

  it('are counted one by one as all of them are', () => {
    const method = fc.record({
      protocol: fc.constantFrom(...PROTOCOLS),
      mechanism: fc.option(fc.constantFrom(...MECHANISMS), { nil: undefined }),
      tls: fc.option(fc.boolean(), { nil: undefined }),
    });
    const key = fc.oneof(method.map(methodHabit), fc.constantFrom('p1', 'p0', 'cm1', 'AS1'));

    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat(9))), method, (seen, asked) => {
        const habits = new UseList(500);
        for (const [name, uses] of seen) habits.see(name, uses);
        const counts = countMethods(habits.entries());
        const parts = methodParts(methodHabit(asked));

        expect(usesOfMethod(habits, parts)).toEqual({
          protocol: counts.get(parts.protocol) ?? 0,
          method: counts.get(parts.method) ?? 0,
          tls: counts.get(parts.tls) ?? 0,
        });
      }),
    );
  });
});
