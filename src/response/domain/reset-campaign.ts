import { z } from 'zod';
import type { ActionOutcome, ActionStatus } from './action.js';
import type { NoticeTemplate } from './notice.js';

export const CAMPAIGN_STATUSES = [
  'preparing',
  'awaiting-approval',
  'running',
  'paused',
  'finished',
  'cancelled',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** Whose passwords are replaced. */
export const CampaignSelector = z.union([
  z.strictObject({ incident: z.uuid().describe('Accounts of this incident.') }),
  z.strictObject({
    finding: z.string().min(1).max(100).describe('Accounts with this open audit finding.'),
  }),
  z.strictObject({
    unit: z.string().min(1).max(500).describe('Accounts of this unit, as the directory names it.'),
  }),
  z.strictObject({
    accounts: z.array(z.uuid()).min(1).max(1_000).describe('These accounts, by their ids.'),
  }),
  z.strictObject({
    all: z.literal(true).describe('Every account that a directory lists.'),
    directory: z.uuid().optional().describe('Only those of this directory.'),
  }),
]);
export type CampaignSelector = z.output<typeof CampaignSelector>;

/** Replacing the passwords of many accounts, in waves. */
export interface ResetCampaign {
  readonly id: string;
  readonly status: CampaignStatus;
  readonly selector: CampaignSelector;
  readonly reason: string;
  /** Its own notice; the policy's where there is none. */
  readonly notice: NoticeTemplate | undefined;
  readonly waveSize: number;
  readonly waveEverySeconds: number;
  /** Accounts of the first wave; 0 for one like the others. */
  readonly canarySize: number;
  readonly pauseAtFailurePercent: number;
  readonly requestedBy: string;
  readonly approvedBy: string | undefined;
  /** Why it is paused, or how it ended. */
  readonly outcome: ActionOutcome | undefined;
  /** Waves that have begun. */
  readonly wave: number;
  /** The last wave whose failures an operator has seen, and went on. */
  readonly seenWave: number;
  readonly nextWaveAt: Date | undefined;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

/** How many accounts of a campaign, or of one of its waves, are in which state. */
export interface CampaignCounts {
  readonly excluded: number;
  /** Not begun. */
  readonly pending: number;
  /** Awaiting approval, queued or running. */
  readonly open: number;
  /** Applied, or found to be so already. */
  readonly done: number;
  /** Refused, failed, cancelled or taken back. */
  readonly failed: number;
}

const FAILED: readonly ActionStatus[] = ['refused', 'failed', 'cancelled', 'undone'];

/** Which of the counts an account of a campaign belongs to. */
export function countedAs(account: {
  readonly isExcluded: boolean;
  readonly action: ActionStatus | undefined;
}): keyof CampaignCounts {
  if (account.isExcluded) return 'excluded';
  if (account.action === undefined) return 'pending';
  if (account.action === 'applied' || account.action === 'unchanged') return 'done';
  return FAILED.includes(account.action) ? 'failed' : 'open';
}

/** What a running campaign does next. */
export type CampaignStep =
  | { readonly do: 'wait'; readonly untilMs: number }
  /** For the actions of the last wave to end. */
  | { readonly do: 'wait-for-wave' }
  | { readonly do: 'begin-wave'; readonly size: number }
  | { readonly do: 'pause'; readonly outcome: ActionOutcome }
  | { readonly do: 'finish' };

/**
 * The next step of a running campaign. A wave begins when its time has come, all of the last one
 * have ended, and not too many of those failed; after the canary wave, none.
 */
export function nextStep(
  campaign: Pick<
    ResetCampaign,
    'wave' | 'seenWave' | 'waveSize' | 'canarySize' | 'pauseAtFailurePercent' | 'nextWaveAt'
  >,
  counts: { readonly all: CampaignCounts; readonly lastWave: CampaignCounts },
  nowMs: number,
): CampaignStep {
  const { all, lastWave } = counts;
  if (all.open > 0) return { do: 'wait-for-wave' };
  const alarm = alarmOf(campaign, lastWave);
  if (all.pending > 0 && alarm) return { do: 'pause', outcome: alarm };
  if (all.pending === 0) return { do: 'finish' };
  const due = campaign.nextWaveAt?.getTime() ?? nowMs;
  if (due > nowMs) return { do: 'wait', untilMs: due };
  const isCanary = campaign.wave === 0 && campaign.canarySize > 0;
  const size = isCanary ? Math.min(campaign.canarySize, campaign.waveSize) : campaign.waveSize;
  return { do: 'begin-wave', size };
}

function alarmOf(
  {
    wave,
    seenWave,
    canarySize,
    pauseAtFailurePercent,
  }: Pick<ResetCampaign, 'wave' | 'seenWave' | 'canarySize' | 'pauseAtFailurePercent'>,
  { done, failed }: CampaignCounts,
): ActionOutcome | undefined {
  if (failed === 0 || wave <= seenWave) return undefined;
  if (wave === 1 && canarySize > 0)
    return {
      code: 'canary-failed',
      detail: `Of the ${done + failed} accounts of the first wave, ${failed} failed. Look at its results, then resume or cancel the campaign.`,
    };
  const percent = (100 * failed) / (done + failed);
  return percent < pauseAtFailurePercent
    ? undefined
    : {
        code: 'too-many-failures',
        detail: `Of the ${done + failed} accounts of wave ${wave}, ${failed} failed, which is ${Math.round(percent)} %; pauseAtFailurePercent is ${pauseAtFailurePercent}. Look at its results, then resume or cancel the campaign.`,
      };
}
