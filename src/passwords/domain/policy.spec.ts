import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidate, DEFAULT_POLICY, normalised, violations } from './policy.js';
import { aStrength } from './strength.builder.js';
import type { Strength } from './strength.js';
import { wordsOf } from './words.js';

interface Offer {
  readonly password: string;
  readonly account?: string;
  readonly context?: readonly string[];
  readonly strength?: Strength;
}

function brokenRules({ password, account, context = [], strength = aStrength() }: Offer): string[] {
  const offered = candidate(normalised(password), strength, wordsOf(account, context));
  return violations(DEFAULT_POLICY, offered).map(({ id }) => id);
}

describe('the default password policy', () => {
  it.each([
    ['minimum-length', { password: 'tq9!vbxKm2#' }],
    ['minimum-score', { password: 'wolvoxendrumtar', strength: aStrength({ score: 2 }) }],
    [
      'common-password',
      {
        password: 'correcthorse',
        strength: aStrength({ patterns: [{ kind: 'dictionary', dictionary: 'passwords' }] }),
      },
    ],
    ['context-words', { password: 'alice.archer!', account: 'alice.archer@example.com' }],
    ['context-words', { password: 'elpmaxe-tq9!v', account: 'alice@example.com' }],
    ['context-words', { password: 'Hyd3r@b4d-tq9', context: ['Hyderabad'] }],
    ['context-words', { password: 'h1y2d3', context: ['Hyderabad'] }],
    ['context-words', { password: 'MM152007', context: ['Meena Mathur'] }],
    ['context-words', { password: 'ＡＬＩＣＥ-tq9!v', account: 'alice' }],
    ['context-words', { password: 'Jürgen!tq9!v', context: ['Jurgen'] }],
    ['calendar-words', { password: 'Summer2024!!' }],
    ['calendar-words', { password: 'MM152007' }],
    ['runs', { password: 'pass@321' }],
    ['runs', { password: 'h1y2d3' }],
    ['runs', { password: 'aaaaaaaaaaaa' }],
    ['runs', { password: 'qwertyuiop[]' }],
  ])('refuses by %s: %j', (rule, offer) => {
    expect(brokenRules(offer)).toContain(rule);
  });

  it.each([
    ['a phrase', { password: 'wolvox endrum tarpin' }],
    [
      'a long phrase with the own name in it',
      { password: 'alice-tq9vbx-Km2wolvox', account: 'alice@example.com' },
    ],
    ['random characters with a year', { password: 'tq2007!vbxKmz' }],
    ['random characters with a short run', { password: 'tq9!vbxKm-123' }],
    ['twelve characters beyond the basic plane', { password: '🦀🐝🐙🦊🐳🦉🐺🦄🐞🦎🐢🦁' }],
  ])('lets %s pass', (_case, offer) => {
    expect(brokenRules(offer)).toEqual([]);
  });

  it('counts a code point as one character, composed or not', () => {
    const eleven = 'é'.repeat(11).normalize('NFD');

    expect(brokenRules({ password: eleven })).toContain('minimum-length');
  });

  it('says the same of the same password and never anything that depends on its text', () => {
    const told = new Set(DEFAULT_POLICY.rules.flatMap(({ clause, message }) => [clause, message]));

    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.array(fc.string()),
        (password, context) => {
          const offered = candidate(normalised(password), aStrength(), wordsOf('alice', context));

          const first = violations(DEFAULT_POLICY, offered);

          expect(violations(DEFAULT_POLICY, offered)).toEqual(first);
          expect(
            first
              .flatMap(({ clause, message }) => [clause, message])
              .every((text) => told.has(text)),
          ).toBe(true);
        },
      ),
    );
  });

  it('takes little time over the longest password and context', () => {
    const context = Array.from(
      { length: 50 },
      (_, index) => `${'ab'.repeat(5)}${index} word${index}`,
    );

    const before = performance.now();
    brokenRules({ password: 'ab1'.repeat(341), context });

    expect(performance.now() - before).toBeLessThan(250);
  });
});

describe('the words of an account', () => {
  it('are the parts of login, domain and context, with initials and short forms', () => {
    const words = wordsOf('alice.archer7@mail.example.com', ['Hyderabad Works']);

    expect([...words].sort()).toEqual(
      [
        'aa',
        'alice',
        'alicearcher7',
        'archer',
        'archer7',
        'exa',
        'example',
        'hw',
        'hyd',
        'hyderabad',
      ]
        .concat(['ali', 'arc', 'hyderabadworks', 'works'])
        .sort(),
    );
  });

  it('are bounded', () => {
    const context = Array.from({ length: 1_000 }, (_, index) => `word${index}`);

    expect(wordsOf(undefined, context).size).toBeLessThanOrEqual(100);
  });
});
