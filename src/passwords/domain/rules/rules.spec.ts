import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../edit-distance.js';
import { someFacts } from '../facts.builder.js';
import { ruleKindNamed } from '../rule-kinds.js';

function passes(rule: string, options: object, ...facts: Parameters<typeof someFacts>) {
  return ruleKindNamed(rule)
    .demand(options)
    .passes(someFacts(...facts));
}

describe('single rules', () => {
  it('take fewer characters beside a second factor', () => {
    const options = { min: 15, withSecondFactor: 8 };

    expect(passes('minimum-length', options, 'tq9!vbxK', { secondFactor: true })).toBe(true);
    expect(passes('minimum-length', options, 'tq9!vbxK')).toBe(false);
  });

  it('count bytes where a directory would cut off', () => {
    expect(passes('maximum-length', { maxBytes: 72 }, 'é'.repeat(36))).toBe(true);
    expect(passes('maximum-length', { maxBytes: 72 }, 'é'.repeat(37))).toBe(false);
  });

  it.each([
    ['PCI DSS', { letters: 1, digits: 1 }, 'wolvox9', 'wolvox endrum'],
    ['CIS', { nonAlphabetic: 1 }, 'wolvox endrum', 'wolvoxendrum'],
    ['Active Directory', { categories: 3 }, 'Wolvox9', 'wolvox9'],
  ])('ask for kinds of characters as %s does', (_standard, options, good, bad) => {
    expect(passes('composition', options, good)).toBe(true);
    expect(passes('composition', options, bad)).toBe(false);
  });

  it.each([
    ['alice.archer', false],
    ['xARCHERx', false],
    ['al-ice', true],
  ])("look for the account's name as Active Directory does: %s", (password, expected) => {
    const account = 'alice@example.com';

    expect(passes('account-name', {}, password, { account, context: ['Archer, Al'] })).toBe(
      expected,
    );
  });

  it.each([
    ['acme', true],
    ['Acme2026!', true],
    ['@cm3', true],
    ['emca', true],
    ['acme rockets fly', false],
  ])('refuse by the whole password alone: %s', (password, refused) => {
    expect(passes('blocklist', { terms: ['ACME'] }, password)).toBe(!refused);
  });

  it.each([
    ['Wolvox2025!', 'Wolvox2024!'],
    ['$olvox-99', 'solvox1'],
    ['12xovlow!', 'Wolvox1'],
    ['tq9!vbxKm2#', 'tq9!vbxKm3$'],
  ])('find %s too much like %s', (password, previous) => {
    expect(passes('similarity', {}, password, { previous })).toBe(false);
  });

  it('keep the history as long as they are told to', () => {
    expect(passes('history', { count: 4 }, 'x', { usedBefore: 4 })).toBe(false);
    expect(passes('history', { count: 4 }, 'x', { usedBefore: 5 })).toBe(true);
    expect(passes('shared-history', { days: 30 }, 'x', { sharedDaysAgo: 30 })).toBe(false);
    expect(passes('shared-history', { days: 30 }, 'x', { sharedDaysAgo: Infinity })).toBe(true);
  });

  it("match an administrator's expressions", () => {
    expect(passes('pattern', { reject: ['(?i)^acme'] }, 'Acme rockets')).toBe(false);
    expect(passes('pattern', { require: ['\\d', '[a-z]'] }, 'acme1')).toBe(true);
    expect(passes('pattern', { require: ['\\d'] }, 'acme')).toBe(false);
  });

  it.each([['('], ['(a{1000}){1000}'], ['(?=look)'], ['\\p{L}{999}a{999}']])(
    'refuse the expression %s',
    (expression) => {
      const { options } = ruleKindNamed('pattern');

      expect(options.safeParse({ reject: [expression] }).success).toBe(false);
    },
  );

  it('take linear time for the expression that stops other engines', () => {
    const before = performance.now();
    passes('pattern', { reject: ['(a+)+$'] }, `${'a'.repeat(1_000)}!`);

    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('the edit distance', () => {
  it('is a metric', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const between = (x: string, y: string) => editDistance(x, y, 100);

        expect(between(a, b)).toBe(between(b, a));
        expect(between(a, b) === 0).toBe(a === b);
        expect(between(a, c)).toBeLessThanOrEqual(between(a, b) + between(b, c));
        expect(editDistance(a, b, 3)).toBe(Math.min(3, between(a, b)));
      }),
    );
  });
});
