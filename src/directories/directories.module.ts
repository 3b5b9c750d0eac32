import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { JobRegistry } from '../platform/queue/job-registry.js';
import { QueueModule } from '../platform/queue/queue.module.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { ScheduledJobs } from '../schedules/scheduled-jobs.service.js';
import { DirectoriesController } from './directories.controller.js';
import { DirectoriesService } from './directories.service.js';
import { DirectoryAdministration } from './directory-administration.service.js';
import { DirectoryConnectors } from './directory-connectors.service.js';
import { DirectorySecrets } from './directory-secrets.service.js';
import { DirectorySyncProcessor } from './directory-sync.processor.js';
import { DIRECTORY_SYNC_JOB, DirectorySync } from './directory-sync.service.js';
import { DirectoryTester } from './directory-test.service.js';
import { DirectoryEntity } from './directory.entity.js';
import { DirectoryRepository } from './directory.repository.js';
import { EmbeddedDirectory } from './embedded-directory.service.js';
import { EmbeddedMailboxRepository } from './embedded-mailbox.repository.js';
import { ScheduledSync } from './scheduled-sync.service.js';

/** The directories that are connected. Who receives their accounts provides ROSTER_SINK. */
@Module({
  imports: [
    AuditLogModule,
    QueueModule,
    SecretsModule,
    TypeOrmModule.forFeature([DirectoryEntity]),
  ],
  controllers: [DirectoriesController],
  providers: [
    DirectoriesService,
    DirectoryAdministration,
    DirectoryConnectors,
    DirectoryRepository,
    DirectorySecrets,
    DirectorySync,
    DirectorySyncProcessor,
    DirectoryTester,
    ScheduledSync,
    EmbeddedDirectory,
    EmbeddedMailboxRepository,
  ],
  exports: [DirectoriesService],
})
export class DirectoriesModule implements OnApplicationBootstrap {
  constructor(
    jobs: JobRegistry,
    processor: DirectorySyncProcessor,
    scheduled: ScheduledJobs,
    scheduledSync: ScheduledSync,
    private readonly directories: DirectoriesService,
  ) {
    scheduled.add(scheduledSync);
    jobs.add(DIRECTORY_SYNC_JOB, processor.handle);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.directories.ensureEmbeddedDefault();
  }
}
