import { z } from 'zod';
import { LEVELS } from '../../risk/domain/level.js';
import { OPERATIONS } from './operation.js';

const Pattern = z.string().min(1).max(320);
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

/** A time of day in which the machine leaves people alone. It may reach over midnight. */
export const QuietHours = z.strictObject({
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .max(7)
    .default(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
    .describe('Days on which they begin.'),
  from: TimeOfDay.describe('When they begin, HH:MM.'),
  to: TimeOfDay.describe('When they end, HH:MM; the next day where it is not after `from`.'),
  timezone: z
    .string()
    .max(64)
    .refine(isTimezone, 'must be an IANA time zone such as Europe/Berlin')
    .default('UTC')
    .describe('IANA time zone of the times.'),
});
export type QuietHours = z.output<typeof QuietHours>;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const hours = (max: number) => z.number().min(0).max(max);

/** The fields of the response policy that hold the machine back, and operators where they say so. */
export const GUARD_RAILS = {
  protectedLogins: z
    .array(Pattern)
    .max(1_000)
    .default([])
    .describe(
      'Accounts that the machine never touches: logins; `*` stands for any characters (admin-*@example.com).',
    ),
  protectedGroups: z
    .array(Pattern)
    .max(200)
    .default([])
    .describe(
      'Groups whose members the machine never touches, as the directory names them; `*` stands for any characters.',
    ),
  serviceAccounts: z
    .strictObject({
      patterns: z
        .array(Pattern)
        .max(200)
        .describe('Logins of service accounts; `*` stands for any characters.'),
      neverExpires: z
        .boolean()
        .describe('Whether an account whose password never expires counts as one.'),
    })
    .default({ patterns: ['svc-*', 'svc_*', 'service-*'], neverExpires: false })
    .describe('Accounts that programs use: what the rules ask for waits for an operator.'),
  administratorGroups: z
    .array(Pattern)
    .max(100)
    .default([])
    .describe('Groups whose members administer the directory, as the directory names them.'),
  keepAdministrators: z
    .int()
    .min(0)
    .max(100)
    .default(1)
    .describe('So many active administrators must be left; the machine does not touch the last.'),
  maxActionsPerHour: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(50)
    .describe('Actions that the machine may start in an hour; further ones wait for approval.'),
  maxShareOfDirectoryPerDay: z
    .strictObject({
      percent: z.number().min(0).max(100).describe('Percent of the accounts of a directory.'),
      atLeast: z.int().min(0).max(100_000).describe('So many accounts, however small it is.'),
    })
    .default({ percent: 10, atLeast: 10 })
    .describe(
      'Accounts of one directory that the machine may act on within 24 hours; further ones wait for approval.',
    ),
  canary: z
    .strictObject({
      size: z.int().min(0).max(1_000).describe('Actions of the canary batch; 0 for none.'),
      watchMinutes: z
        .number()
        .min(0)
        .max(10_080)
        .describe('How long it is watched after its last action, before others may follow.'),
    })
    .default({ size: 0, watchMinutes: 30 })
    .describe(
      'After each change of the policy the first actions go ahead alone; others wait until these went well. Reset campaigns begin with a wave of this size.',
    ),
  secondOperatorFor: z
    .array(z.enum([...OPERATIONS, 'reset-campaign']))
    .max(OPERATIONS.length + 1)
    .default([])
    .describe('What an operator must not do alone: another one has to approve it.'),
  quietHours: z
    .array(QuietHours)
    .max(20)
    .default([])
    .describe('Times in which what the rules ask for waits; it starts by itself at their end.'),
  quietHoursUpTo: z
    .enum(LEVELS)
    .default('high')
    .describe('Quiet hours hold for accounts up to this level; above it the machine acts at once.'),
  lockExpiresAfterHours: hours(8_760)
    .positive()
    .default(168)
    .describe('After this many hours a lock, or a hold of outgoing mail, is taken back by itself.'),
  disableExpiresAfterHours: hours(8_760)
    .positive()
    .nullable()
    .default(null)
    .describe('The same for what the machine disables; null leaves it to the operators.'),
  substitute: z
    .boolean()
    .default(true)
    .describe(
      'Where a directory has no such operation, do what comes closest to it, such as disable for lock.',
    ),
  temporaryPasswordMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .default(60)
    .describe('How long a temporary password can be fetched.'),
} as const;
