import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { countedAs, type ResetCampaign } from './domain/reset-campaign.js';
import type { CampaignReport, CampaignResult } from './campaign-reports.service.js';
import type { CampaignReports } from './campaign-reports.service.js';
import {
  CampaignAccountPosition,
  type CampaignAccountsQuery,
  type CampaignAccountView,
  CampaignPosition,
  type CampaignsQuery,
  type CampaignView,
} from './reset-campaign.schemas.js';

/** A campaign as the API shows it. */
export function toCampaignView({ campaign, counts }: CampaignReport): CampaignView {
  const { excluded, pending, open, done, failed } = counts;
  return {
    id: campaign.id,
    status: campaign.status,
    selector: campaign.selector,
    reason: campaign.reason,
    waveSize: campaign.waveSize,
    waveEverySeconds: campaign.waveEverySeconds,
    canary: campaign.canarySize,
    pauseAtFailurePercent: campaign.pauseAtFailurePercent,
    requestedBy: campaign.requestedBy,
    approvedBy: campaign.approvedBy ?? null,
    outcome: campaign.outcome ?? null,
    wave: campaign.wave,
    nextWaveAt: campaign.nextWaveAt?.toISOString() ?? null,
    progress: { done: done + failed, total: pending + open + done + failed },
    counts: { excluded, pending, open, done, failed },
    createdAt: campaign.createdAt.toISOString(),
    finishedAt: campaign.finishedAt?.toISOString() ?? null,
  };
}

/** One page of campaigns, newest first. */
export async function campaignPage(
  reports: CampaignReports,
  { limit, cursor, status }: CampaignsQuery,
): Promise<Page<CampaignView>> {
  const after = decodeCursor(cursor, CampaignPosition)?.id;
  const rows = await reports.list({ status, after }, limit + 1);
  const page = pageOf(rows, limit, ({ campaign: { id } }) => ({ id }));
  return { ...page, items: page.items.map(toCampaignView) };
}

/** One page of a campaign's accounts, those most at risk first. */
export async function campaignAccountPage(
  reports: CampaignReports,
  campaign: ResetCampaign,
  { limit, cursor, state }: CampaignAccountsQuery,
): Promise<Page<CampaignAccountView>> {
  const after = decodeCursor(cursor, CampaignAccountPosition);
  const rows = await reports.results(campaign, { state, after }, limit + 1);
  const page = pageOf(rows, limit, ({ score, accountId: id }) => ({ score, id }));
  return { ...page, items: page.items.map(toAccountView) };
}

function toAccountView(result: CampaignResult): CampaignAccountView {
  return {
    accountId: result.accountId,
    login: result.login,
    displayName: result.displayName ?? null,
    score: result.score,
    state: countedAs({ isExcluded: result.exclusion !== undefined, action: result.status }),
    exclusion: result.exclusion ?? null,
    wave: result.wave ?? null,
    actionId: result.actionId ?? null,
    status: result.status ?? null,
    outcome: result.outcome ?? null,
    finishedAt: result.finishedAt?.toISOString() ?? null,
    notice: result.notice,
  };
}
