import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { EventsModule } from '../events/events.module.js';
import { ResponseModule } from '../response/response.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { MINUTE_MS, SECOND_MS } from '../kernel/clock.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { ScheduledJobs } from '../schedules/scheduled-jobs.service.js';
import { BlacklistCheck } from './blacklists/blacklist-check.service.js';
import { BLACKLIST_CHECK_JOB, BlacklistMonitor } from './blacklists/blacklist-monitor.service.js';
import { BlacklistCheckProcessor } from './blacklists/blacklist-check.processor.js';
import { BlacklistRepository } from './blacklists/blacklist.repository.js';
import { BlacklistsController } from './blacklists/blacklists.controller.js';
import { FootprintReadModel } from './footprint.read-model.js';
import { FootprintsService } from './footprints.service.js';
import { IncidentLinking } from './incident-linking.service.js';
import { IncidentReportService } from './incident-report.service.js';
import { IncidentReportsController } from './incident-reports.controller.js';
import { IncidentReadModel } from './incident.read-model.js';
import { IncidentRepository } from './incident.repository.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsService } from './incidents.service.js';
import { ReportReadModel } from './report.read-model.js';
import { ReplayProcessor } from './replays/replay.processor.js';
import { ReplayRepository } from './replays/replay.repository.js';
import { ReplayRunner } from './replays/replay-runner.service.js';
import { ReplaysController } from './replays/replays.controller.js';
import { REPLAY_JOB, ReplaysService } from './replays/replays.service.js';
import { SecondWaveReadModel } from './second-wave.read-model.js';
import { SecondWaveService } from './second-wave.service.js';
import { TraitsReadModel } from './traits.read-model.js';
import { PasswordsModule } from '../passwords/passwords.module.js';

/** How often accounts are looked at; an idle look is one query. */
const LINK_EVERY_MS = 10 * SECOND_MS;

/** Campaigns and what to know of them. */
@Module({
  imports: [
    AccountsModule,
    AuditLogModule,
    EventsModule,
    PasswordsModule,
    ResponseModule,
    RiskModule,
  ],
  controllers: [
    BlacklistsController,
    IncidentsController,
    IncidentReportsController,
    ReplaysController,
  ],
  providers: [
    BlacklistCheck,
    BlacklistCheckProcessor,
    BlacklistMonitor,
    BlacklistRepository,
    FootprintReadModel,
    FootprintsService,
    IncidentLinking,
    IncidentReadModel,
    IncidentReportService,
    IncidentRepository,
    IncidentsService,
    ReplayProcessor,
    ReplayRepository,
    ReplayRunner,
    ReplaysService,
    ReportReadModel,
    SecondWaveReadModel,
    SecondWaveService,
    TraitsReadModel,
  ],
  exports: [IncidentsService, SecondWaveService],
})
export class IncidentsModule {
  constructor(
    jobs: JobRegistry,
    schedules: ScheduledJobs,
    linking: IncidentLinking,
    waves: SecondWaveService,
    monitor: BlacklistMonitor,
    blacklists: BlacklistCheckProcessor,
    replays: ReplaysService,
    replayProcessor: ReplayProcessor,
  ) {
    jobs.addRecurring('link-incidents', LINK_EVERY_MS, (_job, abort) => linking.run(abort));
    jobs.addRecurring('watch-second-wave', MINUTE_MS, () => waves.run());
    jobs.add(BLACKLIST_CHECK_JOB, blacklists.handle);
    jobs.addRecurring('sweep-blacklist-checks', 2 * MINUTE_MS, () => monitor.sweep());
    schedules.add(blacklists.scheduled);
    jobs.add(REPLAY_JOB, replayProcessor.handle);
    jobs.addRecurring('sweep-replays', 2 * MINUTE_MS, () => replays.sweep());
  }
}
