import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { ActionOutcome, ActionStatus } from './domain/action.js';
import { type CampaignCounts, countedAs } from './domain/reset-campaign.js';

/** An account of a campaign, and what became of it. */
export interface CampaignResult {
  readonly accountId: string;
  readonly login: string;
  readonly displayName: string | undefined;
  readonly mail: string | undefined;
  readonly score: number;
  readonly exclusion: ActionOutcome | undefined;
  readonly wave: number | undefined;
  readonly actionId: string | undefined;
  readonly status: ActionStatus | undefined;
  readonly outcome: ActionOutcome | undefined;
  readonly finishedAt: Date | undefined;
}

/** Which accounts of a campaign a list shows, those most at risk first. */
export interface CampaignResultFilter {
  readonly state?: keyof CampaignCounts | undefined;
  /** The last account of the page before. */
  readonly after?: { readonly score: number; readonly id: string } | undefined;
}

interface Row {
  account_id: string;
  login: string;
  display_name: string | null;
  mail: string | null;
  score: number;
  exclusion: ActionOutcome | null;
  wave: number | null;
  action_id: string | null;
  status: ActionStatus | null;
  outcome: ActionOutcome | null;
  finished_at: Date | null;
}

const NONE: CampaignCounts = { excluded: 0, pending: 0, open: 0, done: 0, failed: 0 };

/** The same as {@link countedAs}, for lists. */
const STATES: Readonly<Record<keyof CampaignCounts, string>> = {
  excluded: `reset_campaign_account.exclusion IS NOT NULL`,
  pending: `reset_campaign_account.exclusion IS NULL AND reset_campaign_account.action_id IS NULL`,
  open: `action.status IN ('awaiting-approval', 'queued', 'running')`,
  done: `action.status IN ('applied', 'unchanged')`,
  failed: `action.status IN ('refused', 'failed', 'cancelled', 'undone')`,
};

/** How campaigns stand. */
@Injectable()
export class ResetCampaignReadModel {
  /** Of the campaign as a whole, and of its last wave. */
  async counts(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly all: CampaignCounts; readonly lastWave: CampaignCounts }> {
    const rows: {
      excluded: boolean;
      status: ActionStatus | null;
      last: boolean;
      count: string;
    }[] = await tx.query(
      `SELECT reset_campaign_account.exclusion IS NOT NULL AS excluded, action.status,
              coalesce(reset_campaign_account.wave = reset_campaign.wave, false) AS last, count(*)
         FROM reset_campaign_account
         JOIN reset_campaign ON reset_campaign.id = reset_campaign_account.campaign_id
         LEFT JOIN action ON action.id = reset_campaign_account.action_id
        WHERE reset_campaign_account.campaign_id = $1 GROUP BY 1, 2, 3`,
      [id],
    );
    const all = { ...NONE };
    const lastWave = { ...NONE };
    for (const { excluded, status, last, count } of rows) {
      const state = countedAs({ isExcluded: excluded, action: status ?? undefined });
      all[state] += Number(count);
      if (last) lastWave[state] += Number(count);
    }
    return { all, lastWave };
  }

  async results(
    tx: Transaction,
    id: string,
    { state, after }: CampaignResultFilter,
    limit: number,
  ): Promise<CampaignResult[]> {
    const rows: Row[] = await tx.query(
      `SELECT reset_campaign_account.account_id, account.login, account.display_name, account.mail,
              reset_campaign_account.score, reset_campaign_account.exclusion,
              reset_campaign_account.wave, reset_campaign_account.action_id, action.status,
              action.outcome, action.finished_at
         FROM reset_campaign_account
         JOIN account ON account.id = reset_campaign_account.account_id
         LEFT JOIN action ON action.id = reset_campaign_account.action_id
        WHERE reset_campaign_account.campaign_id = $1
          AND (${state === undefined ? 'true' : STATES[state]})
          AND ($2::float8 IS NULL
               OR (-reset_campaign_account.score, reset_campaign_account.account_id) > (-$2::float8, $3::uuid))
        ORDER BY reset_campaign_account.score DESC, reset_campaign_account.account_id LIMIT ${limit}`,
      [id, after?.score ?? null, after?.id ?? null],
    );
    return rows.map(toResult);
  }
}

function toResult(row: Row): CampaignResult {
  return {
    accountId: row.account_id,
    login: row.login,
    displayName: row.display_name ?? undefined,
    mail: row.mail ?? undefined,
    score: row.score,
    exclusion: row.exclusion ?? undefined,
    wave: row.wave ?? undefined,
    actionId: row.action_id ?? undefined,
    status: row.status ?? undefined,
    outcome: row.outcome ?? undefined,
    finishedAt: row.finished_at ?? undefined,
  };
}
