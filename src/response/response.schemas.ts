import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { ACTION_MODES, ACTION_STATUSES } from './domain/action.js';
import { OPERATIONS } from './domain/operation.js';

const EXAMPLE_ACTION = {
  id: '019aad7c-5000-7a2b-8c3d-4e5f60718293',
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  do: 'lock',
  performed: null,
  status: 'applied',
  mode: 'enforce',
  reason: 'Level critical, score 86.42: the response policy asks for lock.',
  evidence: { score: 86.42, level: 'critical' },
  ticket: null,
  requestedBy: 'response-policy',
  approvedBy: null,
  directory: '019aad7c-0000-7000-8000-000000000001',
  before: { active: true },
  after: { active: false },
  outcome: { code: 'applied', detail: 'Done, and read back from the directory.' },
  attempts: 1,
  createdAt: '2026-11-23T08:00:00.000Z',
  finishedAt: '2026-11-23T08:00:01.000Z',
  expiresAt: '2026-11-30T08:00:01.000Z',
  dueAt: null,
  undoOf: null,
  campaign: null,
};

const DirectoryStateView = z
  .object({
    active: z.boolean().describe('Whether the account could sign in.'),
    locked: z.boolean().optional().describe('Whether it was locked, where that is not the same.'),
    outboundHeld: z.boolean().optional().describe('Whether its outgoing mail was held.'),
    mustChange: z.boolean().optional().describe('Whether a new password was asked for.'),
    passwordChangedAt: z.iso.datetime().optional().describe('When it was last changed.'),
  })
  .nullable();

/** What was asked of a directory, and what became of it. */
export const ActionView = z
  .object({
    id: z.uuid().describe('Id of the action.'),
    accountId: z.uuid().describe('The account.'),
    do: z.enum(OPERATIONS).describe('What is asked of the directory.'),
    performed: z
      .enum(OPERATIONS)
      .nullable()
      .describe('What was done instead, where the directory has no such operation.'),
    status: z.enum(ACTION_STATUSES).describe('How far it has come.'),
    mode: z
      .enum(ACTION_MODES)
      .describe(
        'Mode of the policy that asked for it; manual when an operator did, expiry when its time took a lock back.',
      ),
    reason: z.string().describe('Why.'),
    evidence: z.record(z.string(), z.unknown()).describe("The score's explanation at that time."),
    ticket: z.string().nullable().describe('Ticket of the helpdesk.'),
    requestedBy: z.string().describe('Who asked for it.'),
    approvedBy: z.string().nullable().describe('Who approved it.'),
    directory: z.uuid().nullable().describe('Id of the directory.'),
    before: DirectoryStateView.describe('What the directory said before the act.'),
    after: DirectoryStateView.describe('What the directory said when it was read back.'),
    outcome: z
      .object({
        code: z.string().describe('Stable word for it.'),
        detail: z.string().describe('What happened, and what to do.'),
      })
      .nullable()
      .describe('Why it ended, or waits, as it does.'),
    attempts: z.int().describe('Tries so far.'),
    createdAt: z.iso.datetime().describe('When it was asked for.'),
    finishedAt: z.iso.datetime().nullable().describe('When it ended.'),
    expiresAt: z.iso.datetime().nullable().describe('When it is taken back by itself.'),
    dueAt: z.iso
      .datetime()
      .nullable()
      .describe('While it awaits approval because of quiet hours: when it starts by itself.'),
    undoOf: z.uuid().nullable().describe('The action that it takes back.'),
    campaign: z.uuid().nullable().describe('The reset campaign that it belongs to.'),
  })
  .meta({ id: 'Action', description: 'An act on an account.', examples: [EXAMPLE_ACTION] });
export type ActionView = z.output<typeof ActionView>;

export const ActionPageView = pageView(ActionView, 'ActionPage').meta({
  examples: [{ items: [EXAMPLE_ACTION], nextCursor: null }],
});

/** Query of `GET /v1/accounts/{id}/actions`. */
export const AccountActionsQuery = PageQuery.extend({
  status: z.enum(ACTION_STATUSES).optional().describe('Only actions that have come this far.'),
  do: z.enum(OPERATIONS).optional().describe('Only actions that ask for this.'),
});
export type AccountActionsQuery = z.output<typeof AccountActionsQuery>;

/** Query of `GET /v1/actions`. */
export const ActionsQuery = AccountActionsQuery.extend({
  accountId: z.uuid().optional().describe('Only actions of this account.'),
});
export type ActionsQuery = z.output<typeof ActionsQuery>;

export const ActionParams = z.strictObject({ id: z.uuid().describe('Id of the action.') });
export type ActionParams = z.output<typeof ActionParams>;

/** What a cursor of the action list looks like. */
export const ActionPosition = z.strictObject({ id: z.uuid() });

/** Body of `POST /v1/accounts/{id}/actions`. */
export const ActionBody = z
  .strictObject({
    do: z.enum(OPERATIONS).describe('What to ask of the directory.'),
    reason: z.string().trim().min(1).max(500).describe('Why; it is kept in the audit log.'),
    ticket: z.string().max(200).nullish().describe('Ticket of the helpdesk.'),
    dryRun: z.boolean().default(false).describe('Only say what would happen.'),
    expiresInHours: z
      .number()
      .positive()
      .max(8_760)
      .nullish()
      .describe('When it is taken back by itself; left out, the policy says so.'),
  })
  .meta({
    id: 'ActionRequest',
    examples: [
      { do: 'lock', reason: 'Caller is not the owner.', ticket: 'RT-4711', dryRun: false },
    ],
  });
export type ActionBody = z.output<typeof ActionBody>;

/** Query of `GET /v1/accounts/{id}/plan`. */
export const PlanQuery = z.strictObject({
  do: z.enum(OPERATIONS).describe('What would be asked of the directory.'),
});
export type PlanQuery = z.output<typeof PlanQuery>;

const EXAMPLE_PLAN = {
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  do: 'lock',
  performed: 'lock',
  directory: '019aad7c-0000-7000-8000-000000000001',
  entry: 'uid=alice,ou=people,dc=example,dc=com',
  before: { active: true },
  after: { active: false, locked: true },
  steps: ['pwdAccountLockedTime: set to 000001010000Z'],
  caveats: ['Sessions that are open go on.'],
  unsupported: null,
  obstacle: null,
  holds: [],
} as const;

/** What an action would do. */
export const ActionPlanView = z
  .object({
    accountId: z.uuid().describe('The account.'),
    do: z.enum(OPERATIONS).describe('What was asked for.'),
    performed: z
      .enum(OPERATIONS)
      .nullable()
      .describe('What would be done; another operation where the directory has no such one.'),
    directory: z.uuid().nullable().describe('Id of the directory.'),
    entry: z.string().nullable().describe('The entry that would be changed.'),
    before: DirectoryStateView.describe('What the directory says now.'),
    after: DirectoryStateView.describe('What would be read back.'),
    steps: z
      .array(z.string())
      .describe('What would be sent, in order; empty when it is so already.'),
    caveats: z.array(z.string()).describe('What to know before relying on it.'),
    unsupported: z
      .object({
        reason: z.string().describe('Why the directory has no such operation.'),
        instead: z.enum(OPERATIONS).nullable().describe('What comes closest to it.'),
      })
      .nullable()
      .describe('Set where the directory has no such operation.'),
    obstacle: z
      .object({
        code: z.string().describe('Stable word for it.'),
        detail: z.string().describe('Why nothing can be done, and what to do.'),
      })
      .nullable()
      .describe('Why nothing can be done; null when it can.'),
    holds: z
      .array(
        z.object({
          rail: z.string().describe('Which guard rail.'),
          effect: z.enum(['refused', 'waits']).describe('Whether it is refused, or waits.'),
          detail: z.string().describe('Why, and what to do.'),
        }),
      )
      .describe('Guard rails that an operator meets who asks for it.'),
  })
  .meta({
    id: 'ActionPlan',
    description: 'What an action would do.',
    examples: [EXAMPLE_PLAN],
  });
export type ActionPlanView = z.output<typeof ActionPlanView>;
