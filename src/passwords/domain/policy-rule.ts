import { z } from 'zod';
import { RULE_FORCES, type RuleForce } from './rule.js';
import { RULE_KINDS } from './rule-kinds.js';

/** One rule of a policy. */
export interface PolicyRule {
  /** Id of its kind. */
  readonly rule: string;
  /** When an administrator sets a password. */
  readonly set: RuleForce;
  /** When its owner changes it. */
  readonly change: RuleForce;
  /** Clause of the standard that asks for it; that of the kind where there is none. */
  readonly clause?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

const Force = z.enum(RULE_FORCES).default('enforce');

const [first, ...rest] = RULE_KINDS.map(({ id, title, options }) =>
  z
    .strictObject({
      rule: z.literal(id).describe('Kind of the rule.'),
      set: Force.describe('When an administrator sets a password.'),
      change: Force.describe('When its owner changes it.'),
      clause: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe("Clause that asks for it; the rule's own when left out."),
      options: options.prefault({}).describe('What exactly it asks for.'),
    })
    .meta({ description: `${title}.` }),
);

if (!first) throw new Error('there are no kinds of rules');

/** Reads one rule of a policy; options that are left out get their defaults. */
export const PolicyRuleSchema = z
  .discriminatedUnion('rule', [first, ...rest])
  .meta({ id: 'PasswordRule' });

/** A rule that is in force at both times, as presets have them. */
export function inForce(
  rule: string,
  options: Readonly<Record<string, unknown>> = {},
  clause?: string,
): PolicyRule {
  const kind = RULE_KINDS.find(({ id }) => id === rule);
  if (!kind) throw new Error(`there is no rule ${rule}`);
  return {
    rule,
    set: 'enforce',
    change: 'enforce',
    ...(clause === undefined ? {} : { clause }),
    options: kind.options.parse(options),
  };
}
