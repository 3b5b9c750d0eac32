import { z } from 'zod';
import { ResponsePolicy } from './domain/response-policy.js';

const EXAMPLE_POLICY = {
  ...ResponsePolicy.parse({
    mode: 'enforce',
    rules: [
      { level: 'high', do: 'force-reset', again: [{ do: 'lock', withinDays: 7 }] },
      { level: 'critical', do: 'lock' },
    ],
    protectedLogins: ['postmaster@example.com', 'admin-*'],
    protectedGroups: ['cn=board,*'],
    administratorGroups: ['cn=domain admins,*'],
    canary: { size: 3, watchMinutes: 30 },
    secondOperatorFor: ['disable', 'reset-campaign'],
    quietHours: [{ from: '22:00', to: '06:00', timezone: 'Europe/Berlin' }],
  }),
  stopped: null,
};

const { shape } = ResponsePolicy;

/** Body of `PUT /v1/response-policy`; what is left out keeps its value. */
export const PolicyBody = z
  .strictObject({
    mode: shape.mode.unwrap().optional(),
    rules: shape.rules.unwrap().optional(),
    repeatAfterHours: shape.repeatAfterHours.unwrap().optional(),
    notice: shape.notice.unwrap().optional(),
    protectedLogins: shape.protectedLogins.unwrap().optional(),
    protectedGroups: shape.protectedGroups.unwrap().optional(),
    serviceAccounts: shape.serviceAccounts.unwrap().optional(),
    administratorGroups: shape.administratorGroups.unwrap().optional(),
    keepAdministrators: shape.keepAdministrators.unwrap().optional(),
    maxActionsPerHour: shape.maxActionsPerHour.unwrap().optional(),
    maxShareOfDirectoryPerDay: shape.maxShareOfDirectoryPerDay.unwrap().optional(),
    canary: shape.canary.unwrap().optional(),
    secondOperatorFor: shape.secondOperatorFor.unwrap().optional(),
    quietHours: shape.quietHours.unwrap().optional(),
    quietHoursUpTo: shape.quietHoursUpTo.unwrap().optional(),
    lockExpiresAfterHours: shape.lockExpiresAfterHours.unwrap().optional(),
    disableExpiresAfterHours: shape.disableExpiresAfterHours.unwrap().optional(),
    substitute: shape.substitute.unwrap().optional(),
    temporaryPasswordMinutes: shape.temporaryPasswordMinutes.unwrap().optional(),
  })
  .meta({ id: 'ResponsePolicyChange', examples: [{ mode: 'enforce', maxActionsPerHour: 20 }] });
export type PolicyBody = z.output<typeof PolicyBody>;

/** The policy in force. */
export const PolicyView = z
  .object({
    ...shape,
    stopped: z
      .object({
        at: z.iso.datetime().describe('Since when.'),
        by: z.string().describe('Who pulled the switch.'),
        reason: z.string().describe('Why.'),
      })
      .nullable()
      .describe('The stop switch; null while it is off.'),
  })
  .meta({
    id: 'ResponsePolicy',
    description: 'What the machine may do by itself.',
    examples: [EXAMPLE_POLICY],
  });
export type PolicyView = z.output<typeof PolicyView>;

/** Body of `POST /v1/response-policy/stop`. */
export const StopBody = z
  .strictObject({ reason: z.string().max(500).default('').describe('Why, for the audit log.') })
  .prefault({})
  .meta({ id: 'Stop', examples: [{ reason: 'The new rule locks the wrong people.' }] });
export type StopBody = z.output<typeof StopBody>;
