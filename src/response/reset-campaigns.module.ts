import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { CampaignDriver } from './campaign-driver.service.js';
import { CampaignPreparation } from './campaign-preparation.service.js';
import { CAMPAIGN_JOB, CampaignQueue } from './campaign-queue.service.js';
import { CampaignReports } from './campaign-reports.service.js';
import { CampaignSelection } from './campaign-selection.service.js';
import { CampaignWaves } from './campaign-waves.service.js';
import { CampaignProcessor } from './campaign.processor.js';
import { ResetCampaignReadModel } from './reset-campaign.read-model.js';
import { ResetCampaignsController } from './reset-campaigns.controller.js';
import { ResetCampaignsService } from './reset-campaigns.service.js';
import { ResponseModule } from './response.module.js';

/** Reset campaigns: apart from the rest of the response, because incidents need that and campaigns need incidents. */
@Module({
  imports: [AccountsModule, AuditLogModule, IncidentsModule, PasswordsModule, ResponseModule],
  controllers: [ResetCampaignsController],
  providers: [
    CampaignDriver,
    CampaignPreparation,
    CampaignProcessor,
    CampaignQueue,
    CampaignReports,
    CampaignSelection,
    CampaignWaves,
    ResetCampaignReadModel,
    ResetCampaignsService,
  ],
  exports: [ResetCampaignsService],
})
export class ResetCampaignsModule {
  constructor(jobs: JobRegistry, driver: CampaignDriver, processor: CampaignProcessor) {
    jobs.add(CAMPAIGN_JOB, processor.handle);
    jobs.addRecurring('drive-reset-campaigns', MINUTE_MS, () => driver.driveAll());
  }
}
