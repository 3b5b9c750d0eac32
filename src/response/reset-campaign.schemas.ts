import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { ACTION_STATUSES } from './domain/action.js';
import { waveEvery } from './domain/duration.js';
import { NoticeTemplate } from './domain/notice.js';
import { CAMPAIGN_STATUSES, CampaignSelector } from './domain/reset-campaign.js';

const STATES = ['excluded', 'pending', 'open', 'done', 'failed'] as const;

/** Body of `POST /v1/reset-campaigns`. */
export const CampaignBody = z
  .strictObject({
    selector: CampaignSelector.describe('Whose passwords are replaced.'),
    reason: z.string().trim().min(1).max(500).describe('Why; people are told.'),
    waveSize: z.int().min(1).max(10_000).default(50).describe('Accounts of a wave.'),
    waveEvery: waveEvery
      .default('15m')
      .describe('Time from one wave to the next, such as 90s, 15m, 2h or 1d.'),
    canary: z
      .int()
      .min(0)
      .max(1_000)
      .optional()
      .describe("Accounts of the first wave, which nothing may fail in; the policy's otherwise."),
    pauseAtFailurePercent: z
      .number()
      .gt(0)
      .max(100)
      .default(20)
      .describe('When so many percent of a wave fail, the campaign pauses.'),
    notice: NoticeTemplate.optional().describe("What people are told; the policy's otherwise."),
  })
  .meta({
    id: 'ResetCampaignRequest',
    examples: [
      {
        selector: { unit: 'ou=sales,dc=example,dc=com' },
        reason: 'Passwords were read by a form that looked like ours.',
        waveSize: 50,
        waveEvery: '15m',
        canary: 3,
      },
    ],
  });
export type CampaignBody = z.output<typeof CampaignBody>;

const EXAMPLE = {
  id: '019aad7c-6000-7a2b-8c3d-4e5f60718293',
  status: 'running',
  selector: { unit: 'ou=sales,dc=example,dc=com' },
  reason: 'Passwords were read by a form that looked like ours.',
  waveSize: 50,
  waveEverySeconds: 900,
  canary: 3,
  pauseAtFailurePercent: 20,
  requestedBy: 'api-key:019aad7c-0000-7000-8000-000000000002',
  approvedBy: null,
  outcome: null,
  wave: 2,
  nextWaveAt: '2026-11-23T08:30:00.000Z',
  progress: { done: 53, total: 412 },
  counts: { excluded: 9, pending: 359, open: 0, done: 53, failed: 0 },
  createdAt: '2026-11-23T08:00:00.000Z',
  finishedAt: null,
} as const;

const OutcomeView = z
  .object({
    code: z.string().describe('Stable word for it.'),
    detail: z.string().describe('What happened, and what to do.'),
  })
  .nullable();

/** A campaign. */
export const CampaignView = z
  .object({
    id: z.uuid().describe('Id of the campaign.'),
    status: z.enum(CAMPAIGN_STATUSES).describe('How far it has come.'),
    selector: CampaignSelector.describe('Whose passwords are replaced.'),
    reason: z.string().describe('Why.'),
    waveSize: z.int().describe('Accounts of a wave.'),
    waveEverySeconds: z.int().describe('Seconds from one wave to the next.'),
    canary: z.int().describe('Accounts of the first wave; 0 for one like the others.'),
    pauseAtFailurePercent: z.number().describe('Failures of a wave at which it pauses.'),
    requestedBy: z.string().describe('Who asked for it.'),
    approvedBy: z.string().nullable().describe('Who approved it.'),
    outcome: OutcomeView.describe('Why it waits or is paused, or how it ended.'),
    wave: z.int().describe('Waves that have begun.'),
    nextWaveAt: z.iso.datetime().nullable().describe('When the next wave may begin.'),
    progress: z
      .object({
        done: z.int().describe('Accounts that are done with, well or not.'),
        total: z.int().describe('Accounts that are not left out.'),
      })
      .describe('How far it has come.'),
    counts: z
      .object({
        excluded: z.int().describe('Left out; the list of its accounts says why.'),
        pending: z.int().describe('Not begun.'),
        open: z.int().describe('Queued, running or awaiting approval.'),
        done: z.int().describe('Replaced.'),
        failed: z.int().describe('Refused, failed, cancelled or taken back.'),
      })
      .describe('Accounts by state.'),
    createdAt: z.iso.datetime().describe('When it was asked for.'),
    finishedAt: z.iso.datetime().nullable().describe('When it ended.'),
  })
  .meta({
    id: 'ResetCampaign',
    description: 'Replacing the passwords of many accounts, in waves.',
    examples: [EXAMPLE],
  });
export type CampaignView = z.output<typeof CampaignView>;

export const CampaignPageView = pageView(CampaignView, 'ResetCampaignPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

const EXAMPLE_RESULT = {
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  login: 'alice@example.com',
  displayName: 'Alice Archer',
  score: 61.5,
  state: 'done',
  exclusion: null,
  wave: 1,
  actionId: '019aad7c-5000-7a2b-8c3d-4e5f60718293',
  status: 'applied',
  outcome: { code: 'applied', detail: 'Done, and read back from the directory.' },
  finishedAt: '2026-11-23T08:00:01.000Z',
  notice: {
    subject: 'Your account alice@example.com',
    text: 'Dear Alice Archer, …',
  },
} as const;

/** An account of a campaign. */
export const CampaignAccountView = z
  .object({
    accountId: z.uuid().describe('The account.'),
    login: z.string().describe('Its login.'),
    displayName: z.string().nullable().describe('Name in the directory.'),
    score: z.number().describe('Its score when the campaign was prepared; the highest go first.'),
    state: z.enum(STATES).describe('Where it stands.'),
    exclusion: OutcomeView.describe('Why it is left out, and what to do.'),
    wave: z.int().nullable().describe('The wave that it was in.'),
    actionId: z.uuid().nullable().describe('The action on it.'),
    status: z.enum(ACTION_STATUSES).nullable().describe('How far the action has come.'),
    outcome: OutcomeView.describe('How the action ended.'),
    finishedAt: z.iso.datetime().nullable().describe('When it ended.'),
    notice: z.object({ subject: z.string(), text: z.string() }).describe('What its owner is told.'),
  })
  .meta({ id: 'ResetCampaignAccount', examples: [EXAMPLE_RESULT] });
export type CampaignAccountView = z.output<typeof CampaignAccountView>;

export const CampaignAccountPageView = pageView(
  CampaignAccountView,
  'ResetCampaignAccountPage',
).meta({ examples: [{ items: [EXAMPLE_RESULT], nextCursor: null }] });

export const CampaignParams = z.strictObject({
  id: z.uuid().describe('Id of the reset campaign.'),
});
export type CampaignParams = z.output<typeof CampaignParams>;

/** Query of `GET /v1/reset-campaigns`. */
export const CampaignsQuery = PageQuery.extend({
  status: z.enum(CAMPAIGN_STATUSES).optional().describe('Only campaigns that have come this far.'),
});
export type CampaignsQuery = z.output<typeof CampaignsQuery>;

/** Query of `GET /v1/reset-campaigns/{id}/accounts`. */
export const CampaignAccountsQuery = PageQuery.extend({
  state: z.enum(STATES).optional().describe('Only accounts in this state.'),
});
export type CampaignAccountsQuery = z.output<typeof CampaignAccountsQuery>;

/** What a cursor of the list of campaigns looks like. */
export const CampaignPosition = z.strictObject({ id: z.uuid() });

/** What a cursor of the list of a campaign's accounts looks like. */
export const CampaignAccountPosition = z.strictObject({ score: z.number(), id: z.uuid() });
