import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { ACTION_STATUSES } from './domain/action.js';
import { MODES, OPERATIONS, ResponsePolicy } from './domain/response-policy.js';

const EXAMPLE_ACTION = {
  id: '019aad7c-5000-7a2b-8c3d-4e5f60718293',
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  do: 'lock',
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
  expiresAt: null,
  undoOf: null,
};

const EXAMPLE_POLICY = {
  mode: 'enforce',
  rules: [
    { level: 'high', do: 'force-reset' },
    { level: 'critical', do: 'lock' },
  ],
  protectedLogins: ['postmaster@example.com', 'admin-*'],
  maxActionsPerHour: 50,
  repeatAfterHours: 24,
  stopped: null,
} as const;

const DirectoryStateView = z
  .object({
    active: z.boolean().describe('Whether the account could sign in.'),
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
    status: z.enum(ACTION_STATUSES).describe('How far it has come.'),
    mode: z
      .enum([...MODES, 'manual'])
      .describe('Mode of the policy that asked for it; manual when an operator did.'),
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
    undoOf: z.uuid().nullable().describe('The action that it takes back.'),
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
  })
  .meta({
    id: 'ActionRequest',
    examples: [
      { do: 'lock', reason: 'Caller is not the owner.', ticket: 'RT-4711', dryRun: false },
    ],
  });
export type ActionBody = z.output<typeof ActionBody>;

/** Body of `PUT /v1/response-policy`; what is left out keeps its value. */
export const PolicyBody = z
  .strictObject({
    mode: ResponsePolicy.shape.mode.unwrap().optional(),
    rules: ResponsePolicy.shape.rules.unwrap().optional(),
    protectedLogins: ResponsePolicy.shape.protectedLogins.unwrap().optional(),
    maxActionsPerHour: ResponsePolicy.shape.maxActionsPerHour.unwrap().optional(),
    repeatAfterHours: ResponsePolicy.shape.repeatAfterHours.unwrap().optional(),
  })
  .meta({ id: 'ResponsePolicyChange', examples: [{ mode: 'enforce', maxActionsPerHour: 20 }] });
export type PolicyBody = z.output<typeof PolicyBody>;

/** The policy in force. */
export const PolicyView = z
  .object({
    ...ResponsePolicy.shape,
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
