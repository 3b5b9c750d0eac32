import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { JobQueueSettings } from '../../src/platform/queue/bullmq-job-queue.js';
import type { JobHandler, JobQueue, RunningJob } from '../../src/platform/queue/job-queue.js';

/** Which store a queue is opened on. */
export type QueueStore = Pick<JobQueueSettings, 'databaseUrl' | 'redisUrl'>;

/** Opens a queue that is closed after the test; a fresh one unless it is named. */
export type OpenQueue = (settings?: Partial<JobQueueSettings>) => Promise<JobQueue>;

/** A name that no other queue has. */
export function freshName(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}

/** The wait before the second try. */
export function backoff(delayMs: number): { kind: 'exponential'; delayMs: number } {
  return { kind: 'exponential', delayMs };
}

/** A handler that remembers what it was given, and then does what it is told. */
export function recorder(then: (job: RunningJob) => void | Promise<void> = () => undefined) {
  const taken: RunningJob[] = [];
  const takenAt: number[] = [];
  const handler: JobHandler = async (job) => {
    taken.push(job);
    takenAt.push(Date.now());
    await then(job);
  };
  return { taken, takenAt, handler };
}

/** A promise that a test resolves when it wants to, at its end at the latest: a queue waits for its jobs. */
export function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  onTestFinished(() => open());
  return { opened, open: () => open() };
}
