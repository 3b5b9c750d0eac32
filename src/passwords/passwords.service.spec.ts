import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from './domain/policy.js';
import type { PasswordQuestion } from './passwords.service.js';
import { PasswordsService } from './passwords.service.js';
import { DEFAULT_STRENGTH_LIMITS, StrengthPool } from './strength-pool.js';

/** Long enough for a machine that is busy with other things. */
const PATIENT = { ...DEFAULT_STRENGTH_LIMITS, killAfterMs: 10_000 };

let pool: StrengthPool;
let passwords: PasswordsService;

beforeAll(() => {
  pool = new StrengthPool(PATIENT);
  passwords = new PasswordsService(pool);
});

afterAll(async () => {
  await pool.close();
});

function aQuestion(overrides: Partial<PasswordQuestion> = {}): PasswordQuestion {
  return { password: 'wolvox endrum tarpin', policy: 'default', context: [], ...overrides };
}

describe('a password check', () => {
  it.each([
    ['Password1', 'usr1', ['common-password', 'minimum-length', 'minimum-score']],
    ['MM152007', 'usr2', ['calendar-words', 'context-words', 'minimum-length', 'minimum-score']],
    ['pass@321', 'usr3', ['minimum-length', 'minimum-score', 'runs']],
    ['h1y2d3', 'usr4', ['context-words', 'minimum-length', 'minimum-score', 'runs']],
  ])('refuses %s of the case for more than its length', async (password, login, rules) => {
    const account = `${login}@company.co.in`;
    const context = ['Meena Mathur', 'Hyderabad'];

    const { violations } = await passwords.check(aQuestion({ password, account, context }));

    expect(violations.map(({ id }) => id).sort()).toEqual(rules);
  });

  it.each(['Password1', 'MM152007', 'pass@321', 'h1y2d3'])(
    'refuses %s of the case without any context',
    async (password) => {
      const { violations } = await passwords.check(aQuestion({ password }));

      expect(violations.length).toBeGreaterThan(1);
    },
  );

  it('lets a good phrase pass', async () => {
    const verdict = await passwords.check(aQuestion({ account: 'alice@example.com' }));

    expect(verdict.violations).toEqual([]);
    expect(verdict.strength.score).toBe(4);
  });

  it.each(['constructor', '__proto__', '', '\ud800', 'x'.repeat(1_024)])(
    'answers for %j',
    async (password) => {
      const { strength } = await passwords.check(aQuestion({ password }));

      expect(Number.isFinite(strength.guessesLog10)).toBe(true);
    },
  );

  it('refuses to look at more than 1,024 bytes', async () => {
    await expect(passwords.check(aQuestion({ password: 'é'.repeat(513) }))).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'password-too-long',
    });
  });

  it('knows no other policy yet', async () => {
    await expect(passwords.check(aQuestion({ policy: 'none' }))).rejects.toMatchObject({
      code: 'password-policy-not-found',
    });
  });

  it('warns that only the beginning was scored and that Unicode may be typed differently', async () => {
    const { warnings } = await passwords.check(aQuestion({ password: 'ßtq9!'.repeat(20) }));

    expect(warnings).toHaveLength(2);
  });

  // Every text of a verdict is one of a fixed set, so none can hold a part of the password.
  it('answers in fixed texts alone, whatever the password', async () => {
    const fixed = new Set(
      DEFAULT_POLICY.rules.flatMap(({ id, clause, message }) => [id, clause, message]),
    );
    const time = /^(?:less than a second|centuries|\d+ (?:second|minute|hour|day|month|year)s?)$/;
    const zxcvbn = /^(?:dictionary|spatial|repeat|sequence|regex|date|bruteforce|[a-z_]{7,17})$/;

    await fc.assert(
      fc.asyncProperty(secret(), async (password) => {
        const { strength, violations, warnings } = await passwords.check(
          aQuestion({ password, account: password.slice(0, 5), context: [password] }),
        );

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
