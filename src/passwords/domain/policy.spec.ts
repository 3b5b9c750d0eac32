import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someFacts } from './facts.builder.js';
import type { PasswordFacts } from './password-facts.js';
import { forceOf, judge, prepared } from './policy.js';
import { inForce, type PolicyRule } from './policy-rule.js';
import { PRESETS } from './presets/presets.js';
import { RULE_FORCES } from './rule.js';
import { aStrength } from './strength.builder.js';

const DEFAULT = presetNamed('default');

function presetNamed(name: string) {
  return prepared({ name, version: 1, rules: PRESETS.get(name)?.rules ?? [] });
}

function brokenRules(facts: PasswordFacts): string[] {
  return judge(DEFAULT, facts, 'change').violations.map(({ id }) => id);
}

describe('the default password policy', () => {
  it.each([
    ['minimum-length', someFacts('tq9!vbxKm2#')],
    ['minimum-score', someFacts('wolvoxendrumtar', { strength: aStrength({ score: 2 }) })],
    [
      'common-password',
      someFacts('correcthorse', {
        strength: aStrength({ patterns: [{ kind: 'dictionary', dictionary: 'passwords' }] }),
      }),
    ],
    ['breach-list', someFacts('wolvox endrum tarpin', { breachCount: 1 })],
    ['blocklist', someFacts('!!Hyd3r@b4d!!', { context: ['Hyderabad'] })],
    ['points', someFacts('Hyder@badWelc0me', { context: ['Hyderabad'] })],
    ['context-words', someFacts('alice.archer!', { account: 'alice.archer@example.com' })],
    ['context-words', someFacts('elpmaxe-tq9!v', { account: 'alice@example.com' })],
    ['context-words', someFacts('Hyd3r@b4d-tq9', { context: ['Hyderabad'] })],
    ['context-words', someFacts('h1y2d3', { context: ['Hyderabad'] })],
    ['context-words', someFacts('MM152007', { context: ['Meena Mathur'] })],
    ['context-words', someFacts('ＡＬＩＣＥ-tq9!v', { account: 'alice' })],
    ['context-words', someFacts('Jürgen!tq9!v', { context: ['Jurgen'] })],
    ['calendar-words', someFacts('Summer2024!!')],
    ['calendar-words', someFacts('$umm3r-2024!')],
    ['calendar-words', someFacts('MM152007')],
    ['keyboard-walks', someFacts('qwertyuiop[]')],
    ['keyboard-walks', someFacts('1qaz2wsx3edc')],
    ['keyboard-walks', someFacts('!QAZ@WSX-tq9')],
    ['runs', someFacts('pass@321')],
    ['runs', someFacts('h1y2d3')],
    ['runs', someFacts('aaaaaaaaaaaa')],
    ['similarity', someFacts('wolvox endrum 2', { previous: 'wolvox endrum 1' })],
    ['evidence-of-compromise', { compromised: true }],
  ])('refuses by %s: $1.text', (rule, facts) => {
    expect(brokenRules(facts)).toContain(rule);
  });

  it.each([
    ['a phrase', someFacts('wolvox endrum tarpin')],
    [
      'a long phrase with the own name in it',
      someFacts('alice-tq9vbx-Km2wolvox', { account: 'alice@example.com' }),
    ],
    ['random characters with a year', someFacts('tq2007!vbxKmz')],
    ['random characters with a short run', someFacts('tq9!vbxKm-123')],
    ['twelve characters beyond the basic plane', someFacts('🦀🐝🐙🦊🐳🦉🐺🦄🐞🦎🐢🦁')],
    [
      'one that has nothing of the old one',
      someFacts('wolvox endrum', { previous: 'tq9!vbxKm2#' }),
    ],
    ['one that no breach list has', someFacts('wolvox endrum tarpin', { breachCount: 0 })],
  ])('lets %s pass', (_case, facts) => {
    expect(brokenRules(facts)).toEqual([]);
  });

  it('counts a code point as one character, composed or not', () => {
    expect(brokenRules(someFacts('é'.repeat(11).normalize('NFD')))).toContain('minimum-length');
  });

  it('takes little time over the longest password and context', () => {
    const context = Array.from({ length: 50 }, (_, n) => `${'ab'.repeat(5)}${n} word${n}`);

    const before = performance.now();
    brokenRules(someFacts('ab1'.repeat(341), { context, previous: 'ba1'.repeat(341) }));

    expect(performance.now() - before).toBeLessThan(250);
  });
});

describe('every preset', () => {
  it.each([...PRESETS.keys()])('%s says nothing that depends on the text', (name) => {
    const policy = presetNamed(name);
    const told = new Set(policy.rules.flatMap(({ clause, demand }) => [clause, demand.message]));

    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.array(fc.string()),
        fc.constantFrom('set' as const, 'change' as const, 'audit' as const),
        (password, context, occasion) => {
          const facts = someFacts(password, { account: 'alice', context, previous: 'alice' });

          const first = judge(policy, facts, occasion);

          expect(judge(policy, facts, occasion)).toEqual(first);
          for (const { clause, message } of Object.values(first).flat()) {
            expect(told).toContain(clause);
            expect(told).toContain(message);
          }
        },
      ),
    );
  });

  it.each(['nist-800-63b-4'])('%s looks for no parts of a password', (name) => {
    expect(presetNamed(name).rules.filter(({ kind }) => kind.looksInside)).toEqual([]);
  });
});

describe('the force of a rule', () => {
  const rule: PolicyRule = { ...inForce('minimum-length'), set: 'observe', change: 'off' };
  const policy = prepared({ name: 'p', version: 1, rules: [rule] });

  it('is told apart for setting and changing', () => {
    expect(judge(policy, someFacts('short'), 'set')).toMatchObject({
      violations: [],
      observed: [{ id: 'minimum-length' }],
    });
    expect(judge(policy, someFacts('short'), 'change')).toMatchObject({
      violations: [],
      observed: [],
    });
  });

  it('is the stricter of both in an audit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_FORCES),
        fc.constantFrom(...RULE_FORCES),
        (set, change) => {
          const strictness = (force: (typeof RULE_FORCES)[number]) => RULE_FORCES.indexOf(force);

          expect(strictness(forceOf({ ...rule, set, change }, 'audit'))).toBe(
            Math.max(strictness(set), strictness(change)),
          );
        },
      ),
    );
  });
});

describe('facts that are missing', () => {
  it('leave their rules unjudged', () => {
    const { violations, unjudged } = judge(DEFAULT, { breachCount: 7 }, 'audit');

    expect(violations.map(({ id }) => id)).toEqual(['breach-list']);
    expect(unjudged.map(({ id }) => id)).toEqual(
      DEFAULT.rules.map(({ kind }) => kind.id).filter((id) => id !== 'breach-list'),
    );
  });

  it('refuse where the rule says so, and only where a password is chosen', () => {
    const rules = [inForce('breach-list', { whenUnavailable: 'refuse' })];
    const strict = prepared({ name: 'p', version: 1, rules });

    expect(judge(strict, someFacts('x'), 'set').violations).toHaveLength(1);
    expect(judge(strict, someFacts('x'), 'audit').violations).toHaveLength(0);
  });
});
