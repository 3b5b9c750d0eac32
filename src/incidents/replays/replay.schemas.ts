import { z } from 'zod';
import { pageView } from '../../platform/http/page.js';
import { OPERATIONS } from '../../response/domain/operation.js';
import { PolicyBody } from '../../response/response-policy.schemas.js';
import { LEVELS } from '../../risk/domain/level.js';

const Moment = z.iso.datetime({ offset: true });

/** What is to be different in a replay. */
export const ReplayChanges = z
  .strictObject({
    detectors: z
      .record(
        z.string().max(80),
        z.strictObject({
          enabled: z.boolean().optional().describe('Whether it looks at events.'),
          weight: z.number().min(0).max(1).optional().describe('0 to 1.'),
          options: z
            .record(z.string(), z.unknown())
            .optional()
            .describe('Options to change; the others keep their value.'),
        }),
      )
      .refine((detectors) => Object.keys(detectors).length <= 100, 'at most 100 detectors')
      .default({})
      .describe('By the id of a detector.'),
    policy: PolicyBody.optional().describe(
      'Fields of the response policy. Without a mode the replay assumes enforce.',
    ),
  })
  .describe('What is to be different from now; empty to see what the present settings would do.');
export type ReplayChanges = z.output<typeof ReplayChanges>;

/** Body of `POST /v1/replays`. */
export const ReplayBody = z
  .strictObject({
    from: Moment.describe('Start of the events, inclusive.'),
    to: Moment.describe('End of the events, exclusive; at most 92 days later.'),
    changes: ReplayChanges,
  })
  .meta({
    id: 'ReplayRequest',
    examples: [
      {
        from: '2026-11-01T00:00:00Z',
        to: '2026-11-23T00:00:00Z',
        changes: {
          detectors: { 'impossible-travel': { weight: 0.3 } },
          policy: { rules: [{ level: 'critical', do: 'lock' }] },
        },
      },
    ],
  });
export type ReplayBody = z.output<typeof ReplayBody>;

const ReplayedActionView = z.object({
  accountId: z.uuid().describe('The account.'),
  login: z.string().describe('Its login.'),
  do: z.enum(OPERATIONS).describe('What is asked of the directory.'),
  at: z.iso.datetime().describe("When, by the log's time."),
  level: z.enum(LEVELS).nullable().describe('Its level then; null where it is not known.'),
  score: z.number().nullable().describe('Its score then.'),
  status: z.string().describe('queued: it would start. For what was: its status now.'),
  held: z.string().nullable().describe('The guard rail that would hold it back.'),
});

/** What a replay found. */
export const ReplayResult = z.object({
  accounts: z.int().describe('Accounts with events in that time.'),
  events: z
    .int()
    .describe('Events that were folded again, those before `from` for the habits included.'),
  signals: z.int().describe('Signals that they would raise.'),
  would: z
    .array(ReplayedActionView)
    .describe('What the machine would do, in the order of time; the first 1,000.'),
  was: z
    .array(ReplayedActionView)
    .describe('What the machine did decide in that time; the first 1,000.'),
  difference: z
    .object({
      added: z.array(z.string()).describe('`login do`: would, and was not; the first 1,000.'),
      dropped: z.array(z.string()).describe('Was, and would not; the first 1,000.'),
      wouldCount: z.int().describe('Accounts and operations that would be.'),
      wasCount: z.int().describe('Accounts and operations that were.'),
      both: z.int().describe('Those that would and were.'),
    })
    .describe('By account and operation, of those that no guard rail held back.'),
});
export type ReplayResult = z.output<typeof ReplayResult>;

const EXAMPLE = {
  id: '019aad7c-7200-7e6f-8071-829304152637',
  status: 'done',
  requestedBy: 'api-key:01937a5e-0000-7000-8000-000000000001',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  changes: { detectors: { 'impossible-travel': { weight: 0.3 } } },
  progress: { done: 250, total: 250 },
  result: {
    accounts: 250,
    events: 5_800,
    signals: 190,
    would: [
      {
        accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
        login: 'usr1@example.com',
        do: 'lock',
        at: '2026-11-22T08:00:00.000Z',
        level: 'critical',
        score: 88.1,
        status: 'queued',
        held: null,
      },
    ],
    was: [],
    difference: {
      added: ['usr1@example.com lock'],
      dropped: [],
      wouldCount: 1,
      wasCount: 0,
      both: 0,
    },
  },
  problem: null,
  createdAt: '2026-11-23T08:00:00.000Z',
  finishedAt: '2026-11-23T08:00:04.000Z',
};

export const ReplayView = z
  .object({
    id: z.uuid().describe('Id of the replay.'),
    status: z.enum(['queued', 'running', 'done', 'failed']).describe('How far it has come.'),
    requestedBy: z.string().describe('Who asked for it.'),
    from: z.iso.datetime().describe('Start of the events.'),
    to: z.iso.datetime().describe('End of the events.'),
    changes: z.record(z.string(), z.unknown()).describe('What was different.'),
    progress: z
      .object({ done: z.int().describe('Accounts done.'), total: z.int().describe('Of so many.') })
      .describe('How far it has come, in figures.'),
    result: ReplayResult.nullable().describe('null until it is done.'),
    problem: z.string().nullable().describe('Why it failed; null when it did not.'),
    createdAt: z.iso.datetime().describe('When it was asked for.'),
    finishedAt: z.iso.datetime().nullable().describe('When it ended.'),
  })
  .meta({ id: 'Replay', description: 'A back-test on stored events.', examples: [EXAMPLE] });
export type ReplayView = z.output<typeof ReplayView>;

export const ReplayPageView = pageView(ReplayView, 'ReplayPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

export const ReplayParams = z.strictObject({ id: z.uuid().describe('Id of the replay.') });
export type ReplayParams = z.output<typeof ReplayParams>;

export const ReplayPosition = z.strictObject({ id: z.uuid() });
