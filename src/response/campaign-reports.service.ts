import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { type Notice, noticeFacts, noticeFor } from './domain/notice.js';
import type { CampaignCounts, CampaignStatus, ResetCampaign } from './domain/reset-campaign.js';
import {
  type CampaignResult as StoredResult,
  type CampaignResultFilter,
  ResetCampaignReadModel,
} from './reset-campaign.read-model.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** A campaign and how it stands. */
export interface CampaignReport {
  readonly campaign: ResetCampaign;
  readonly counts: CampaignCounts;
}

/** An account of a campaign, with what its owner is told. */
export type CampaignResult = StoredResult & { readonly notice: Notice };

/** How campaigns stand, and what became of each account. */
@Injectable()
export class CampaignReports {
  constructor(
    private readonly database: Database,
    private readonly campaigns: ResetCampaignRepository,
    private readonly reading: ResetCampaignReadModel,
    private readonly policies: ResponsePolicyService,
  ) {}

  async of(campaign: ResetCampaign): Promise<CampaignReport> {
    const { all: counts } = await this.reading.counts(this.database.direct, campaign.id);
    return { campaign, counts };
  }

  async list(
    filter: { readonly status?: CampaignStatus | undefined; readonly after?: string | undefined },
    limit: number,
  ): Promise<CampaignReport[]> {
    const campaigns = await this.campaigns.list(this.database.direct, filter, limit);
    return Promise.all(campaigns.map((campaign) => this.of(campaign)));
  }

  async results(
    campaign: ResetCampaign,
    filter: CampaignResultFilter,
    limit: number,
  ): Promise<CampaignResult[]> {
    const { policy } = await this.policies.read();
    const template = campaign.notice ?? policy.notice;
    const { reason } = campaign;
    const rows = await this.reading.results(this.database.direct, campaign.id, filter, limit);
    return rows.map((row) => ({
      ...row,
      notice: noticeFor(template, noticeFacts(row, { operation: 'force-reset', reason })),
    }));
  }
}
