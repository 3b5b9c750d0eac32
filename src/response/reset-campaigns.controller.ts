import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import type { Page } from '../platform/http/page.js';
import { CampaignReports } from './campaign-reports.service.js';
import { secondsOf } from './domain/duration.js';
import type { ResetCampaign } from './domain/reset-campaign.js';
import {
  CampaignAccountPageView,
  CampaignAccountsQuery,
  type CampaignAccountView,
  CampaignBody,
  CampaignPageView,
  CampaignParams,
  CampaignsQuery,
  CampaignView,
} from './reset-campaign.schemas.js';
import { campaignAccountPage, campaignPage, toCampaignView } from './reset-campaign.view.js';
import { ResetCampaignsService } from './reset-campaigns.service.js';

/** `/v1/reset-campaigns`. */
@ApiTags('Response')
@Controller('v1/reset-campaigns')
export class ResetCampaignsController {
  constructor(
    private readonly campaigns: ResetCampaignsService,
    private readonly reports: CampaignReports,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'requestResetCampaign',
    summary: 'Replace the passwords of many accounts, in waves',
    description:
      'Those most at risk go first; protected accounts, administrators, service accounts and those reset just now are left out, with the reason. Poll the campaign for its progress.',
  })
  @ApiAcceptedResponse({ description: 'The campaign.', standardSchema: CampaignView })
  @ApiProblems('response-stopped', 'incident-not-found', 'account-not-found')
  async request(
    @Body({ schema: CampaignBody }) body: CampaignBody,
    @CurrentOperator() operator: Operator,
  ): Promise<CampaignView> {
    const { canary, waveEvery, ...rest } = body;
    const request = { ...rest, canarySize: canary, waveEverySeconds: secondsOf(waveEvery) ?? 0 };
    return this.view(await this.campaigns.request(request, operator));
  }

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listResetCampaigns',
    summary: 'List reset campaigns, the newest first',
    description: 'With their progress.',
  })
  @ApiOkResponse({ description: 'A page of campaigns.', standardSchema: CampaignPageView })
  @ApiProblems('invalid-cursor')
  list(@Query({ schema: CampaignsQuery }) query: CampaignsQuery): Promise<Page<CampaignView>> {
    return campaignPage(this.reports, query);
  }

  @Get(':id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getResetCampaign',
    summary: 'Get a reset campaign',
    description: 'Poll it until its status is finished, paused or cancelled.',
  })
  @ApiOkResponse({ description: 'The campaign.', standardSchema: CampaignView })
  @ApiProblems('reset-campaign-not-found')
  async get(@Param({ schema: CampaignParams }) { id }: CampaignParams): Promise<CampaignView> {
    return this.view(await this.campaigns.get(id));
  }

  @Get(':id/accounts')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listResetCampaignAccounts',
    summary: "List a reset campaign's accounts, those most at risk first",
    description: 'Why each is left out, or what became of it, and what its owner is told.',
  })
  @ApiOkResponse({ description: 'A page of accounts.', standardSchema: CampaignAccountPageView })
  @ApiProblems('reset-campaign-not-found', 'invalid-cursor')
  async accounts(
    @Param({ schema: CampaignParams }) { id }: CampaignParams,
    @Query({ schema: CampaignAccountsQuery }) query: CampaignAccountsQuery,
  ): Promise<Page<CampaignAccountView>> {
    return campaignAccountPage(this.reports, await this.campaigns.get(id), query);
  }

  @Post(':id/approve')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'approveResetCampaign',
    summary: 'Let a reset campaign begin that awaits approval',
    description: 'Nobody approves what he asked for himself.',
  })
  @ApiAcceptedResponse({ description: 'The campaign, running.', standardSchema: CampaignView })
  @ApiProblems(
    'reset-campaign-not-found',
    'reset-campaign-not-possible',
    'own-action',
    'response-stopped',
  )
  async approve(
    @Param({ schema: CampaignParams }) { id }: CampaignParams,
    @CurrentOperator() operator: Operator,
  ): Promise<CampaignView> {
    return this.view(await this.campaigns.approve(id, operator));
  }

  @Post(':id/pause')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'pauseResetCampaign',
    summary: 'Pause a reset campaign',
    description:
      'No further account is begun. Those whose action no worker has begun wait for a wave again.',
  })
  @ApiOkResponse({ description: 'The campaign, paused.', standardSchema: CampaignView })
  @ApiProblems('reset-campaign-not-found', 'reset-campaign-not-possible')
  async pause(
    @Param({ schema: CampaignParams }) { id }: CampaignParams,
    @CurrentOperator() operator: Operator,
  ): Promise<CampaignView> {
    return this.view(await this.campaigns.pause(id, operator));
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'resumeResetCampaign',
    summary: 'Resume a paused reset campaign',
    description: 'It goes on where it was; failures so far no longer pause it.',
  })
  @ApiAcceptedResponse({ description: 'The campaign, running.', standardSchema: CampaignView })
  @ApiProblems('reset-campaign-not-found', 'reset-campaign-not-possible', 'response-stopped')
  async resume(
    @Param({ schema: CampaignParams }) { id }: CampaignParams,
    @CurrentOperator() operator: Operator,
  ): Promise<CampaignView> {
    return this.view(await this.campaigns.resume(id, operator));
  }

  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'cancelResetCampaign',
    summary: 'Cancel a reset campaign',
    description: 'What no worker has begun is cancelled; what was done stays done.',
  })
  @ApiOkResponse({ description: 'The campaign, cancelled.', standardSchema: CampaignView })
  @ApiProblems('reset-campaign-not-found', 'reset-campaign-not-possible')
  async cancel(
    @Param({ schema: CampaignParams }) { id }: CampaignParams,
    @CurrentOperator() operator: Operator,
  ): Promise<CampaignView> {
    return this.view(await this.campaigns.cancel(id, operator));
  }

  private async view(campaign: ResetCampaign): Promise<CampaignView> {
    return toCampaignView(await this.reports.of(campaign));
  }
}
