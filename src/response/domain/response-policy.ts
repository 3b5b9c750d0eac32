import { z } from 'zod';
import { LEVELS } from '../../risk/domain/level.js';
import { GUARD_RAILS } from './guard-rail-settings.js';
import { NoticeTemplate } from './notice.js';
import { RULE_OPERATIONS } from './operation.js';

/** What the machine does when its rules ask for an action. */
export const MODES = ['observe', 'approve', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

const Step = z.strictObject({
  do: z.enum(RULE_OPERATIONS).describe('What is asked of the directory.'),
  withinDays: z
    .number()
    .positive()
    .max(365)
    .default(7)
    .describe('How long after the step before a return counts as one, in days.'),
  afterHours: z
    .number()
    .min(0)
    .max(8_760)
    .default(1)
    .describe(
      'How long after the step before it is too early for a return: sessions that are still open are none.',
    ),
});

const Rule = z.strictObject({
  level: z.enum(LEVELS).describe('Level from which the rule holds.'),
  do: z.enum(RULE_OPERATIONS).describe('What is asked of the directory.'),
  again: z
    .array(Step)
    .max(5)
    .default([])
    .describe(
      'The ladder: what is asked for instead when the level is reached again after the step before was applied.',
    ),
});
/** A rule of the response policy, with its ladder. */
export type Rule = z.output<typeof Rule>;

/**
 * What the machine may do by itself, and how far it may go.
 *
 * The default asks for a new password at `high` and locks at `critical`, but in mode `observe`:
 * nobody is touched before an operator has seen what would happen.
 */
export const ResponsePolicy = z.strictObject({
  mode: z
    .enum(MODES)
    .default('observe')
    .describe(
      'observe: write down what would be done. approve: wait for an operator. enforce: act at once.',
    ),
  rules: z
    .array(Rule)
    .max(20)
    .default([
      { level: 'high', do: 'force-reset', again: [] },
      { level: 'critical', do: 'lock', again: [] },
    ])
    .describe(
      'Every rule whose level is reached asks for its action, or for a step of its ladder.',
    ),
  repeatAfterHours: z
    .number()
    .min(0)
    .max(8_760)
    .default(24)
    .describe('The same action is not asked for again within this many hours.'),
  notice: NoticeTemplate.default({
    subject: 'Your account {{login}}',
    text: 'Dear {{name}},\n\nwe have to act on your account {{login}}: {{reason}}\n\nThe helpdesk helps you to get in again.\n',
  }).describe('What people are told whose account is acted on; campaigns may bring their own.'),
  ...GUARD_RAILS,
});
export type ResponsePolicy = z.output<typeof ResponsePolicy>;

/** The policy of a new installation. */
export function defaultResponsePolicy(): ResponsePolicy {
  return ResponsePolicy.parse({});
}
