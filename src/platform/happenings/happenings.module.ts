import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { Metrics } from '../metrics/metrics.js';
import { JobRegistry } from '../queue/job-registry.js';
import { HappeningConsumers } from './happening-consumers.service.js';
import { HappeningRepository } from './happening.repository.js';
import { HAPPENINGS_JOB, HappeningsWaker } from './happenings-waker.service.js';
import { Happenings } from './happenings.service.js';

/** What has happened, for everybody who tells others of it. */
@Global()
@Module({
  providers: [HappeningConsumers, HappeningRepository, Happenings, HappeningsWaker],
  exports: [HappeningConsumers, Happenings],
})
export class HappeningsModule implements OnApplicationBootstrap {
  constructor(
    jobs: JobRegistry,
    metrics: Metrics,
    private readonly consumers: HappeningConsumers,
  ) {
    jobs.add(HAPPENINGS_JOB, () => consumers.serve());
    jobs.addRecurring('sweep-happenings', MINUTE_MS, () => consumers.serve());
    jobs.addRecurring('drop-happenings', HOUR_MS, () => consumers.dropOld());
    metrics.registry.registerMetric(behindGauge(consumers));
  }

  onApplicationBootstrap(): Promise<void> {
    return this.consumers.enrol();
  }
}

function behindGauge(consumers: HappeningConsumers): Gauge {
  return new Gauge({
    name: 'authwarden_happenings_behind',
    help: 'Happenings that a consumer has not taken yet.',
    labelNames: ['consumer'],
    registers: [],
    async collect() {
      for (const [consumer, behind] of await consumers.behind()) this.set({ consumer }, behind);
    },
  });
}
