import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JOB_QUEUE, type JobQueue } from './job-queue.js';
import { JobRegistry } from './job-registry.js';

/** Works on jobs from the moment that every module is ready, unless the process only answers the API. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap {
  constructor(
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly registry: JobRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.ROLE === 'api') return;
    for (const { name, everyMs } of this.registry.recurring)
      await this.queue.schedule(name, { everyMs }, name, {});
    await this.queue.work(this.registry.handlers, {
      concurrency: this.settings.JOBS_AT_ONCE,
    });
  }
}
