import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { SECOND_MS } from '../kernel/clock.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { FootprintReadModel } from './footprint.read-model.js';
import { FootprintsService } from './footprints.service.js';
import { IncidentLinking } from './incident-linking.service.js';
import { IncidentReadModel } from './incident.read-model.js';
import { IncidentRepository } from './incident.repository.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsService } from './incidents.service.js';

/** How often accounts are looked at; an idle look is one query. */
const LINK_EVERY_MS = 10 * SECOND_MS;

/** Campaigns and what to know of them. */
@Module({
  imports: [AuditLogModule],
  controllers: [IncidentsController],
  providers: [
    FootprintReadModel,
    FootprintsService,
    IncidentLinking,
    IncidentReadModel,
    IncidentRepository,
    IncidentsService,
  ],
  exports: [IncidentsService],
})
export class IncidentsModule {
  constructor(jobs: JobRegistry, linking: IncidentLinking) {
    jobs.addRecurring('link-incidents', LINK_EVERY_MS, (_job, abort) => linking.run(abort));
  }
}
