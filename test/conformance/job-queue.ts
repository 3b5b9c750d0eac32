import { describe, onTestFinished } from 'vitest';
import { openJobQueue } from '../../src/platform/queue/bullmq-job-queue.js';
import { describeAdding } from './job-queue-adding.js';
import { describeEndings } from './job-queue-endings.js';
import type { OpenQueue, QueueStore } from './job-queue-kit.js';
import { freshName } from './job-queue-kit.js';
import { describeRetries } from './job-queue-retries.js';
import { describeSchedules } from './job-queue-schedules.js';

/**
 * What every job queue promises, whichever store it is kept in.
 *
 * @param store asked anew by each test, after the suite's own set-up
 */
export function describeJobQueue(name: string, store: () => QueueStore): void {
  describe(`${name}: the job queue`, () => {
    const open: OpenQueue = async (settings = {}) => {
      const queue = await openJobQueue({
        ...store(),
        name: freshName(),
        log: () => undefined,
        ...settings,
      });
      onTestFinished(() => queue.close());
      return queue;
    };

    describeAdding(open);
    describeRetries(open);
    describeSchedules(open);
    describeEndings(open, store);
  });
}
