import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import { Global, Inject, Logger, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DATABASE_URL } from '../database/database-url.js';
import { openJobQueue } from './bullmq-job-queue.js';
import { Readiness } from '../health/readiness.js';
import { Metrics } from '../metrics/metrics.js';
import { JOB_QUEUE, type JobQueue } from './job-queue.js';
import { JobRegistry } from './job-registry.js';
import { JobRunner } from './job-runner.service.js';

/** Provides the process's one job queue, and lets it end before what its jobs need does. */
@Global()
@Module({
  providers: [
    JobRegistry,
    JobRunner,
    {
      provide: JOB_QUEUE,
      inject: [SETTINGS, DATABASE_URL],
      useFactory: (settings: Settings, databaseUrl: string): Promise<JobQueue> => {
        const logger = new Logger('JobQueue');
        return openJobQueue({
          databaseUrl,
          redisUrl: settings.REDIS_URL,
          name: 'jobs',
          log: (level, message) => logger[level](message),
        });
      },
    },
  ],
  exports: [JOB_QUEUE, JobRegistry],
})
export class QueueModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    readiness.register('queue', () => queue.ping());
    metrics.onQueueDepth(() => queue.depth());
  }

  /** Requests may still add jobs, so only the work ends here. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}
