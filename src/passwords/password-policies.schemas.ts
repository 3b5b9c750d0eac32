import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { ACCOUNT_CLASSES } from './domain/assignment.js';
import { PolicyRuleSchema } from './domain/policy-rule.js';
import { PRESETS } from './domain/presets/presets.js';

const EXAMPLE_RULES = [
  {
    rule: 'minimum-length',
    set: 'enforce',
    change: 'enforce',
    options: { min: 15, withSecondFactor: 8 },
  },
  { rule: 'points', set: 'observe', change: 'enforce', options: { threshold: 5 } },
] as const;

const EXAMPLE = {
  name: 'staff',
  description: 'Whoever works here.',
  words: ['Example Works', 'Hyderabad'],
  assignments: [{ group: 'staff' }],
};

const Name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, 'must be lower case letters, digits, - and .')
  .describe('Name of the policy.');

const Assignment = z.union([
  z.strictObject({ directory: z.uuid().describe('Accounts of this directory, by its id.') }),
  z.strictObject({
    group: z.string().min(1).max(500).describe('Accounts in this group, as directories name it.'),
  }),
  z.strictObject({
    accountClass: z.enum(ACCOUNT_CLASSES).describe('Accounts that the machine never touches.'),
  }),
]);

const content = {
  description: z.string().max(500).default('').describe('For people.'),
  words: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default([])
    .describe('Words of the organisation, for every check: its name, products, towns.'),
  assignments: z
    .array(Assignment)
    .max(100)
    .default([])
    .describe(
      'For whom it holds: a class goes before a group, a group before a directory; of several that are alike the first by name.',
    ),
};

const Rules = z
  .array(PolicyRuleSchema)
  .min(1)
  .max(50)
  .refine(
    (rules) => new Set(rules.map(({ rule }) => rule)).size === rules.length,
    'names a rule twice',
  )
  .describe('The rules, each at most once; those that are left out are off.');

/** Body of `POST /v1/password-policies`. */
export const NewPasswordPolicyBody = z
  .strictObject({
    name: Name,
    ...content,
    basedOn: z
      .enum([...PRESETS.keys()])
      .optional()
      .describe('Preset whose rules it begins with; `rules` then replace those of the same kind.'),
    rules: Rules.optional().describe('The rules; needed unless `basedOn` is there.'),
  })
  .refine(({ rules, basedOn }) => rules !== undefined || basedOn !== undefined, {
    path: ['rules'],
    message: 'is needed unless basedOn is there',
  })
  .meta({
    id: 'NewPasswordPolicy',
    examples: [{ ...EXAMPLE, basedOn: 'nist-800-63b-4', rules: [EXAMPLE_RULES[1]] }],
  });
export type NewPasswordPolicyBody = z.output<typeof NewPasswordPolicyBody>;

/** Body of `PUT /v1/password-policies/{name}`: the policy as it is to be. */
export const PasswordPolicyBody = z
  .strictObject({
    ...content,
    rules: Rules,
    version: z
      .int()
      .min(1)
      .optional()
      .describe('Version that the change was made from; another newest one is refused.'),
  })
  .meta({
    id: 'PasswordPolicyChange',
    examples: [{ ...EXAMPLE, name: undefined, rules: EXAMPLE_RULES, version: 1 }],
  });
export type PasswordPolicyBody = z.output<typeof PasswordPolicyBody>;

/** A password policy in one of its versions. */
export const PasswordPolicyView = z
  .object({
    name: z.string().describe('Name of the policy.'),
    version: z.int().describe('Counts up with every change.'),
    ...content,
    rules: z.array(PolicyRuleSchema).describe('The rules, in the order in which they are told.'),
    readOnly: z.boolean().describe('Whether it is one of the standards, which nobody changes.'),
    changedAt: z.iso.datetime().nullable().describe('When this version was made; null: a preset.'),
    changedBy: z.string().nullable().describe('Who made it; null: a preset.'),
  })
  .meta({
    id: 'PasswordPolicy',
    description: 'Rules for passwords, under a name.',
    examples: [
      {
        ...EXAMPLE,
        version: 2,
        rules: EXAMPLE_RULES,
        readOnly: false,
        changedAt: '2026-11-23T08:00:00.000Z',
        changedBy: 'api-key:019aad7c-0000-7000-8000-000000000002',
      },
    ],
  });
export type PasswordPolicyView = z.input<typeof PasswordPolicyView>;

export const PasswordPolicyPage = pageView(PasswordPolicyView, 'PasswordPolicyPage').meta({
  examples: [
    {
      items: [
        {
          ...EXAMPLE,
          version: 1,
          rules: EXAMPLE_RULES,
          readOnly: false,
          changedAt: null,
          changedBy: null,
        },
      ],
      nextCursor: null,
    },
  ],
});

export const PasswordPoliciesQuery = PageQuery;
export type PasswordPoliciesQuery = PageQuery;

/** What a cursor of the list looks like. */
export const PasswordPoliciesCursor = z.strictObject({ name: z.string() });

/** What a cursor of the versions looks like. */
export const PolicyVersionsCursor = z.strictObject({ version: z.int() });

export const PasswordPolicyParams = z.strictObject({
  name: z.string().max(64).describe('Name of the policy.'),
});
export type PasswordPolicyParams = z.output<typeof PasswordPolicyParams>;
