import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.js';
import { prepared } from './domain/policy.js';
import { PRESETS } from './domain/presets/presets.js';
import { type OfferedPassword, PasswordFactsService } from './password-facts.service.js';
import { PasswordJudge } from './password-judge.service.js';
import { DEFAULT_STRENGTH_LIMITS, StrengthPool } from './strength-pool.js';

/** Long enough for a machine that is busy with other things. */
const { quick, slow } = DEFAULT_STRENGTH_LIMITS;
const PATIENT = {
  quick: { ...quick, killAfterMs: 10_000 },
  slow: { ...slow, killAfterMs: 10_000 },
};

let pool: StrengthPool;
let judge: PasswordJudge;
const noMemory = { usedBefore: async () => 0, sharedDaysAgo: async () => Infinity };
const noBreachList = { count: async () => undefined };

beforeAll(() => {
  pool = new StrengthPool(PATIENT);
  judge = new PasswordJudge(new PasswordFactsService(pool, noBreachList, noMemory, systemClock));
});

afterAll(async () => {
  await pool.close();
});

const OWNERS = {
  Password1: 'usr1@company.co.in',
  MM152007: 'usr2@company.co.in',
  'pass@321': 'usr3@company.co.in',
  h1y2d3: 'usr4@company.co.in',
};

function presetNamed(name: string) {
  return { ...prepared({ name, version: 1, rules: PRESETS.get(name)?.rules ?? [] }), words: [] };
}

/** What the policy says of a password; a good one of nobody's unless told otherwise. */
function check(offered: Partial<OfferedPassword> = {}, policy = 'default') {
  return judge.judge(
    { password: 'wolvox endrum tarpin', context: [], ...offered },
    { policy: presetNamed(policy), owner: undefined, occasion: 'change' },
  );
}

describe('the judgement of a password', () => {
  /** What each preset says of the case's passwords; NIST beside a second factor takes eight characters. */
  const table = [
    ['default', 'Password1', 'minimum-length minimum-score common-password points'],
    ['default', 'MM152007', 'minimum-length minimum-score blocklist context-words calendar-words'],
    ['default', 'pass@321', 'minimum-length minimum-score runs'],
    ['default', 'h1y2d3', 'minimum-length minimum-score context-words runs'],
    ['nist-800-63b-4', 'Password1', 'minimum-length common-password'],
    ['nist-800-63b-4', 'MM152007', 'minimum-length blocklist'],
    ['nist-800-63b-4', 'pass@321', 'minimum-length'],
    ['nist-800-63b-4', 'h1y2d3', 'minimum-length'],
    ['pci-dss-4.0.1', 'Password1', 'minimum-length'],
    ['pci-dss-4.0.1', 'MM152007', 'minimum-length'],
    ['pci-dss-4.0.1', 'pass@321', 'minimum-length'],
    ['pci-dss-4.0.1', 'h1y2d3', 'minimum-length'],
    ['cis', 'Password1', 'minimum-length common-password'],
    ['cis', 'MM152007', 'minimum-length'],
    ['cis', 'pass@321', 'minimum-length'],
    ['cis', 'h1y2d3', 'minimum-length'],
    // Active Directory's complexity takes them: three kinds of characters, and seven are enough.
    ['microsoft-ad', 'Password1', ''],
    ['microsoft-ad', 'MM152007', 'composition'],
    ['microsoft-ad', 'pass@321', ''],
    ['microsoft-ad', 'h1y2d3', 'minimum-length composition'],
  ] as const;

  it.each(table)('by %s refuses %s of the case for: %s', async (policy, password, rules) => {
    const owner = { account: OWNERS[password], context: ['Meena Mathur', 'Hyderabad'] };

    const { violations } = await check({ password, ...owner }, policy);

    expect(violations.map(({ id }) => id).join(' ')).toBe(rules);
  });

  it.each(['Password1', 'MM152007', 'pass@321', 'h1y2d3'])(
    'refuses %s of the case without any context',
    async (password) => {
      const { violations } = await check({ password });

      expect(violations.length).toBeGreaterThan(1);
    },
  );

  it('lets a good phrase pass', async () => {
    const verdict = await check({ account: 'alice@example.com' });

    expect(verdict.violations).toEqual([]);
    expect(verdict.strength.score).toBe(4);
  });

  it.each(['constructor', '__proto__', '', '\ud800', 'x'.repeat(1_024)])(
    'answers for %j',
    async (password) => {
      const { strength } = await check({ password });

      expect(Number.isFinite(strength.guessesLog10)).toBe(true);
    },
  );

  it('refuses to look at more than 1,024 bytes', async () => {
    await expect(check({ password: 'é'.repeat(513) })).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'password-too-long',
    });
  });

  it('warns that only the beginning was scored and that Unicode may be typed differently', async () => {
    const { warnings } = await check({ password: 'ßtq9!'.repeat(20) });

    expect(warnings).toEqual([
      'It was not compared with a breach list: none can be asked just now',
      'Only the first 64 characters were scored',
      'Characters beyond ASCII may be typed differently on another device',
    ]);
  });

  // Every text of a verdict is one of a fixed set, so none can hold a part of the password.
  it('answers in fixed texts alone, whatever the password', async () => {
    const { rules } = presetNamed('default');
    const fixed = new Set(
      rules.flatMap(({ kind, clause, demand }) => [kind.id, clause, demand.message]),
    );
    const time = /^(?:less than a second|centuries|\d+ (?:second|minute|hour|day|month|year)s?)$/;
    const zxcvbn = /^(?:dictionary|spatial|repeat|sequence|regex|date|bruteforce|[a-z_]{7,17})$/;

    await fc.assert(
      fc.asyncProperty(secret(), async (password) => {
        const { strength, violations, warnings } = await check({
          password,
          account: password.slice(0, 5),
          context: [password],
        });

        const ours = violations.flatMap(({ id, clause, message }) => [id, clause, message]);
        expect(ours.filter((text) => !fixed.has(text))).toEqual([]);
        expect(Object.values(strength.crackTimes).filter((text) => !time.test(text))).toEqual([]);
        expect(
          strength.patterns.flatMap((p) => Object.values(p)).filter((text) => !zxcvbn.test(text)),
        ).toEqual([]);
        const said = JSON.stringify([strength.suggestions, warnings]);
        for (let at = 0; at + 3 <= password.length; at += 1)
          expect(said).not.toContain(password.slice(at, at + 3));
      }),
      { numRuns: 150 },
    );
  });
});

/** Passwords none of whose parts occur in English sentences. */
function secret(): fc.Arbitrary<string> {
  const characters = [...'QXZ47#%&~^§£', 'é', '🦀'];
  return fc.string({ unit: fc.constantFrom(...characters), minLength: 3, maxLength: 80 });
}
