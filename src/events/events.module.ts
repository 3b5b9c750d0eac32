import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { HOUR_MS } from '../kernel/clock.js';
import { GeoipModule } from '../platform/geoip/geoip.module.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { ResponseModule } from '../response/response.module.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { EventHistoryService } from './event-history.service.js';
import { EventReadModel } from './event.read-model.js';
import { EventRepository } from './event.repository.js';
import { EventsController } from './events.controller.js';
import { IngestClockRepository } from './ingest-clock.repository.js';
import { IngestTransaction } from './ingest-transaction.service.js';
import { IngestService } from './ingest.service.js';
import { LogPreviewService } from './log-preview.service.js';
import { LogStreamRepository } from './log-stream.repository.js';
import { LogsController } from './logs.controller.js';
import { LogsService } from './logs.service.js';
import { NativeIntakeService } from './native-intake.service.js';
import { RetentionService } from './retention.service.js';

/** The way in: sources, batches and the event store. */
@Module({
  imports: [AccountsModule, GeoipModule, ResponseModule, RiskModule, SecretsModule],
  controllers: [EventsController, LogsController],
  providers: [
    EventHistoryService,
    EventReadModel,
    EventRepository,
    IngestClockRepository,
    IngestService,
    IngestTransaction,
    LogPreviewService,
    LogStreamRepository,
    LogsService,
    NativeIntakeService,
    RetentionService,
  ],
  exports: [EventHistoryService],
})
export class EventsModule {
  constructor(jobs: JobRegistry, retention: RetentionService) {
    jobs.addRecurring('apply-retention', HOUR_MS, () => retention.apply());
  }
}
