import { z } from 'zod';
import { LEVELS } from '../../risk/domain/level.js';

/** What an action may do to an account in its directory. */
export const OPERATIONS = [
  'lock',
  'unlock',
  'force-reset',
  'disable',
  'enable',
  'revoke-sessions',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What the machine does when its rules ask for an action. */
export const MODES = ['observe', 'approve', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

const Rule = z.strictObject({
  level: z.enum(LEVELS).describe('Level from which the rule holds.'),
  do: z
    .enum(['force-reset', 'lock', 'disable', 'revoke-sessions'])
    .describe('What is asked of the directory.'),
});

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
      { level: 'high', do: 'force-reset' },
      { level: 'critical', do: 'lock' },
    ])
    .describe('Every rule whose level is reached asks for its action.'),
  protectedLogins: z
    .array(z.string().min(1).max(320))
    .max(1_000)
    .default([])
    .describe(
      'Accounts that the machine never touches: logins; `*` stands for any characters (admin-*@example.com).',
    ),
  maxActionsPerHour: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(50)
    .describe('Actions that the machine may start in an hour; further ones wait for approval.'),
  repeatAfterHours: z
    .number()
    .min(0)
    .max(8_760)
    .default(24)
    .describe('The same action is not asked for again within this many hours.'),
});
export type ResponsePolicy = z.output<typeof ResponsePolicy>;

/** The policy of a new installation. */
export function defaultResponsePolicy(): ResponsePolicy {
  return ResponsePolicy.parse({});
}
