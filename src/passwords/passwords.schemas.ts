import { z } from 'zod';

const MOST_CONTEXT = 50;
const LONGEST_CONTEXT = 200;

/** Body of `POST /v1/passwords/check`. The password's length is the service's to judge (422). */
export const PasswordCheckBody = z
  .strictObject({
    password: z
      .string()
      .describe(
        'The password to check, at most 1,024 bytes in UTF-8. It is kept for this check only.',
      ),
    account: z
      .string()
      .max(320)
      .optional()
      .describe('Login name or mail address of its owner; the password must not be built on it.'),
    policy: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe(
        'Name of the policy to check against; the one that holds for the account when left out.',
      ),
    context: z
      .array(z.string().max(LONGEST_CONTEXT))
      .max(MOST_CONTEXT)
      .default([])
      .describe(
        'Words that an attacker would try: display name, organisation, product, town. Phrases are split.',
      ),
    previousPassword: z
      .string()
      .optional()
      .describe('The password that it replaces, for the rules that compare the two.'),
    secondFactor: z
      .boolean()
      .default(false)
      .describe('Whether signing in takes a second factor beside it.'),
    occasion: z
      .enum(['set', 'change'])
      .default('change')
      .describe('Whether an administrator sets it or its owner changes it; rules tell them apart.'),
    chosen: z
      .boolean()
      .default(false)
      .describe(
        'Whether it is chosen now, if it passes. Only then, and only where a history rule is in force, a slow keyed digest of it is kept.',
      ),
  })
  .meta({
    id: 'PasswordCheckBody',
    description: 'A password to check, with what is known about its owner.',
    examples: [
      {
        password: 'h1y2d3',
        account: 'alice@example.com',
        policy: 'default',
        context: ['Alice Archer', 'Hyderabad'],
      },
    ],
  });

/** See {@link PasswordCheckBody}. */
export type PasswordCheckBody = z.output<typeof PasswordCheckBody>;

/** One rule that the password breaks. */
export const PasswordViolationView = z
  .object({
    rule: z.string().describe('Stable name of the rule.'),
    clause: z
      .string()
      .describe('Clause of the standard that asks for it, or `Authwarden …` for one of ours.'),
    message: z.string().describe('What to do about it.'),
  })
  .meta({
    id: 'PasswordViolation',
    description: 'One rule that the password breaks.',
    examples: [
      {
        rule: 'minimum-length',
        clause: 'PCI DSS 4.0.1 §8.3.6',
        message: 'Use at least 12 characters.',
      },
    ],
  });

/** See {@link PasswordViolationView}. */
export type PasswordViolationView = z.output<typeof PasswordViolationView>;

const CrackTimesView = z
  .object({
    online100PerHour: z
      .string()
      .describe('On line, 100 tries an hour: the server limits the rate.'),
    online10PerSecond: z.string().describe("On line, 10 tries a second: the server doesn't."),
    offlineSlowHash: z.string().describe('Off line, slow hash, 10,000 tries a second.'),
    offlineFastHash: z.string().describe('Off line, fast hash, 10,000,000,000 tries a second.'),
  })
  .meta({
    id: 'CrackTimes',
    description: 'How long four kinds of attack take.',
    examples: [
      {
        online100PerHour: '1 year',
        online10PerSecond: '1 day',
        offlineSlowHash: '2 minutes',
        offlineFastHash: 'less than a second',
      },
    ],
  });

/** Answer of `POST /v1/passwords/check`; holds nothing of the password. */
export const PasswordCheckView = z
  .object({
    allowed: z.boolean().describe('Whether the policy lets it pass.'),
    policy: z.string().describe('Name of the policy that was applied.'),
    policyVersion: z.int().min(1).describe('Version of the policy that was applied.'),
    score: z.int().min(0).max(4).describe('From 0, guessed at once, to 4, very hard to guess.'),
    guessesLog10: z.number().min(0).describe('Logarithm (base 10) of the guesses it takes.'),
    crackTimes: CrackTimesView,
    violations: z
      .array(PasswordViolationView)
      .describe('Every rule in force that it breaks; empty when allowed.'),
    observed: z
      .array(PasswordViolationView)
      .describe('Rules that are only observed and that it breaks.'),
    warnings: z.array(z.string()).describe('What makes it weak, and what to know about it.'),
    suggestions: z.array(z.string()).describe('How to choose a better one.'),
  })
  .meta({
    id: 'PasswordCheck',
    description: 'The verdict on a password. It never contains any part of the password.',
    examples: [
      {
        allowed: false,
        policy: 'default',
        policyVersion: 1,
        score: 1,
        guessesLog10: 6,
        crackTimes: {
          online100PerHour: '1 year',
          online10PerSecond: '1 day',
          offlineSlowHash: '2 minutes',
          offlineFastHash: 'less than a second',
        },
        violations: [
          {
            rule: 'minimum-length',
            clause: 'PCI DSS 4.0.1 §8.3.6',
            message: 'Use at least 12 characters.',
          },
        ],
        observed: [],
        warnings: [],
        suggestions: ['Add another word or two. Uncommon words are better.'],
      },
    ],
  });

/** See {@link PasswordCheckView}. */
export type PasswordCheckView = z.output<typeof PasswordCheckView>;
