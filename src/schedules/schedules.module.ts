import { Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { MINUTE_MS } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import {
  SCHEDULE_DUE_JOB,
  SCHEDULE_RUN_JOB,
  ScheduleReminders,
} from './schedule-reminders.service.js';
import { ScheduleRunner } from './schedule-runner.service.js';
import { ScheduleProcessor } from './schedule.processor.js';
import { ScheduleRepository } from './schedule.repository.js';
import { ScheduledJobs } from './scheduled-jobs.service.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesService } from './schedules.service.js';

/** What operators want done again and again. A feature adds its job to {@link ScheduledJobs}. */
@Global()
@Module({
  imports: [AuditLogModule],
  controllers: [SchedulesController],
  providers: [
    ScheduledJobs,
    ScheduleProcessor,
    ScheduleReminders,
    ScheduleRepository,
    ScheduleRunner,
    SchedulesService,
  ],
  exports: [ScheduledJobs],
})
export class SchedulesModule implements OnApplicationBootstrap {
  constructor(
    jobs: JobRegistry,
    processor: ScheduleProcessor,
    private readonly runner: ScheduleRunner,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    jobs.add(SCHEDULE_DUE_JOB, processor.due);
    jobs.add(SCHEDULE_RUN_JOB, processor.run);
    jobs.addRecurring('sweep-schedules', MINUTE_MS, () => runner.sweep());
  }

  /** Runs that were missed while no worker was there shouldn't wait for the next sweep. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE !== 'api') await this.runner.sweep(true);
  }
}
