import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { AuditLogModule } from '../../audit-log/audit-log.module.js';
import { DirectoriesModule } from '../../directories/directories.module.js';
import { CLOCK, type Clock, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { JobRegistry } from '../../platform/queue/job-registry.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { RiskModule } from '../../risk/risk.module.js';
import { ScheduledJobs } from '../../schedules/scheduled-jobs.service.js';
import { AUDIT_SILENCE_MS } from '../domain/audit/audit.js';
import { PasswordsModule } from '../passwords.module.js';
import { AuditCollection } from './audit-collection.service.js';
import { AuditConclusion } from './audit-conclusion.service.js';
import { AuditFindingReadModel } from './audit-finding.read-model.js';
import { AuditFindingsService } from './audit-findings.service.js';
import { AuditReports } from './audit-report.service.js';
import { AuditReportsController } from './audit-reports.controller.js';
import { AuditResultRepository } from './audit-result.repository.js';
import { AuditRunner } from './audit-runner.service.js';
import { AuditSummaryReadModel } from './audit-summary.read-model.js';
import { Exposures } from './exposures.service.js';
import { GuessingPool } from './guessing-pool.js';
import { PasswordAuditProcessor } from './password-audit.processor.js';
import { PasswordAuditRepository } from './password-audit.repository.js';
import { PasswordAuditsController } from './password-audits.controller.js';
import { PASSWORD_AUDIT_JOB, PasswordAuditsService } from './password-audits.service.js';
import { BreachListsModule } from '../breach/breach-lists.module.js';
import { AuditJudge } from './audit-judge.service.js';
import { PasswordUploadRepository } from './password-upload.repository.js';
import { PasswordUploadsController } from './password-uploads.controller.js';
import { PasswordUploadsService } from './password-uploads.service.js';
import { ScheduledAudit } from './scheduled-audit.service.js';
import { SubjectChunkRepository } from './subject-chunks.repository.js';

/** Audits of stored passwords. */
@Module({
  imports: [
    AccountsModule,
    AuditLogModule,
    BreachListsModule,
    DirectoriesModule,
    PasswordsModule,
    RiskModule,
    SecretsModule,
  ],
  controllers: [PasswordUploadsController, PasswordAuditsController, AuditReportsController],
  providers: [
    AuditCollection,
    AuditConclusion,
    AuditFindingReadModel,
    AuditFindingsService,
    AuditReports,
    AuditResultRepository,
    AuditRunner,
    AuditSummaryReadModel,
    Exposures,
    { provide: GuessingPool, useFactory: () => new GuessingPool() },
    PasswordAuditProcessor,
    PasswordAuditRepository,
    PasswordAuditsService,
    AuditJudge,
    PasswordUploadRepository,
    PasswordUploadsService,
    ScheduledAudit,
    SubjectChunkRepository,
  ],
})
export class PasswordAuditsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    jobs: JobRegistry,
    scheduled: ScheduledJobs,
    scheduledAudit: ScheduledAudit,
    processor: PasswordAuditProcessor,
    uploads: PasswordUploadsService,
    private readonly audits: PasswordAuditsService,
    private readonly pool: GuessingPool,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    jobs.add(PASSWORD_AUDIT_JOB, processor.handle);
    jobs.addRecurring('sweep-password-audits', MINUTE_MS, () => this.sweep(AUDIT_SILENCE_MS));
    jobs.addRecurring('expire-password-uploads', HOUR_MS, () => uploads.expire());
    scheduled.add(scheduledAudit);
  }

  /** Audits that a crash has interrupted go on as soon as a worker is there. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE !== 'api') await this.sweep(0);
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }

  private sweep(silenceMs: number): Promise<void> {
    return this.audits.sweep(new Date(this.clock.now().getTime() - silenceMs));
  }
}
