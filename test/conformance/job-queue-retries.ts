import { describe, expect, it } from 'vitest';
import type { JobHandler } from '../../src/platform/queue/job-queue.js';
import { PermanentFailure } from '../../src/platform/queue/job-queue.js';
import { until } from '../until.js';
import type { OpenQueue } from './job-queue-kit.js';
import { backoff, latch, recorder } from './job-queue-kit.js';

/** Timers of Node may fire this much early. */
const TIMER_SLACK_MS = 5;

/** How a job is tried again, and what is known about it meanwhile. */
export function describeRetries(open: OpenQueue): void {
  describe('the course of a job', () => {
    it('tries a failed job again, waiting twice as long each time', async () => {
      const queue = await open();
      const jobs = recorder(({ attempt }) => {
        if (attempt < 3) throw new Error(`directory is away, try ${attempt}`);
      });
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });

      await queue.add('lock', {}, { id: 'a-1', attempts: 3, backoff: backoff(150) });

      await until(async () => (await queue.progress('a-1'))?.state === 'completed');
      const [first = 0, second = 0, third = 0] = jobs.takenAt;
      expect(jobs.taken.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(second - first).toBeGreaterThanOrEqual(150 - TIMER_SLACK_MS);
      expect(third - second).toBeGreaterThanOrEqual(300 - TIMER_SLACK_MS);
    });

    it('gives a job up after its last try, and says why', async () => {
      const queue = await open();
      const jobs = recorder(() => {
        throw new Error('directory is away');
      });
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });

      await queue.add('lock', {}, { id: 'a-1', attempts: 2, backoff: backoff(20) });

      await until(async () => (await queue.progress('a-1'))?.state === 'failed');
      expect(jobs.taken).toHaveLength(2);
      expect(await queue.progress('a-1')).toMatchObject({
        attempts: 2,
        failure: 'directory is away',
      });
    });

    it('tries a permanent failure once', async () => {
      const queue = await open();
      const jobs = recorder(() => {
        throw new PermanentFailure('no such account');
      });
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });

      await queue.add('lock', {}, { id: 'a-1', attempts: 5, backoff: backoff(1) });

      await until(async () => (await queue.progress('a-1'))?.state === 'failed');
      expect(jobs.taken).toHaveLength(1);
      expect((await queue.progress('a-1'))?.failure).toBe('no such account');
    });

    it('tells how far a job has come', async () => {
      const queue = await open();
      const gate = latch();
      await queue.work(
        new Map<string, JobHandler>([
          [
            'audit',
            async (job) => {
              await job.reportProgress(40);
              await gate.opened;
            },
          ],
        ]),
        { concurrency: 1 },
      );

      await queue.add('audit', {}, { id: 'a-1' });

      await until(async () => (await queue.progress('a-1'))?.percent === 40);
      expect(await queue.progress('a-1')).toMatchObject({ state: 'active', attempts: 0 });
      expect(await queue.progress('unheard-of')).toBeUndefined();
      gate.open();
    });

    it('counts jobs by state', async () => {
      const queue = await open();
      const gate = latch();
      await queue.work(new Map([['audit', () => gate.opened]]), { concurrency: 1 });
      await queue.add('audit', {}, { id: 'runs' });
      await until(async () => (await queue.progress('runs'))?.state === 'active');

      await queue.add('audit', {}, { id: 'waits' });
      await queue.add('audit', {}, { id: 'later', delayMs: 60_000 });

      expect(await queue.depth()).toEqual({
        waiting: 1,
        active: 1,
        delayed: 1,
        completed: 0,
        failed: 0,
      });
      gate.open();
    });
  });
}
