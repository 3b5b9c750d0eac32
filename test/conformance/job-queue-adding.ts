import { describe, expect, it } from 'vitest';
import { until } from '../until.js';
import type { OpenQueue } from './job-queue-kit.js';
import { freshName, recorder } from './job-queue-kit.js';

/** Timers of Node may fire this much early. */
const TIMER_SLACK_MS = 5;

/** Which jobs are added, and who gets them. */
export function describeAdding(open: OpenQueue): void {
  describe('adding jobs', () => {
    it('gives a job to the handler of its name', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.add('lock', { actionId: 'a-1', urgent: true }, { id: 'a-1' });

      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });

      await until(() => jobs.taken.length === 1);
      expect(jobs.taken[0]).toMatchObject({
        id: 'a-1',
        name: 'lock',
        data: { actionId: 'a-1', urgent: true },
        attempt: 1,
      });
    });

    it('gives each job to one worker alone', async () => {
      const shared = freshName();
      const [one, two] = [await open({ name: shared }), await open({ name: shared })];
      const jobs = recorder();
      await one.work(new Map([['lock', jobs.handler]]), { concurrency: 4 });
      await two.work(new Map([['lock', jobs.handler]]), { concurrency: 4 });

      await Promise.all(numbers(40).map((n) => one.add('lock', { n }, { id: `job-${n}` })));

      await until(async () => (await one.depth()).completed === 40);
      expect(new Set(jobs.taken.map(({ id }) => id)).size).toBe(40);
      expect(jobs.taken).toHaveLength(40);
    });

    it('adds a job of a known id once', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.add('lock', { n: 1 }, { id: 'a-1' });
      await queue.add('lock', { n: 2 }, { id: 'a-1' });
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 2 });
      await until(async () => (await queue.progress('a-1'))?.state === 'completed');

      await queue.add('lock', { n: 3 }, { id: 'a-1' });
      await queue.add('lock', { n: 4 }, { id: 'a-2' });

      await until(async () => (await queue.depth()).completed === 2);
      expect(jobs.taken.map(({ data }) => data)).toEqual([{ n: 1 }, { n: 4 }]);
    });

    it('adds many jobs at once, and those of a known id once', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.add('lock', { n: -7 }, { id: 'a-7' });

      await queue.addAll(
        'lock',
        numbers(1_200).map((n) => ({ id: `a-${n}`, data: { n } })),
        { attempts: 1 },
      );
      await queue.addAll('lock', []);

      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 8 });
      await until(() => jobs.taken.length === 1_200);
      const ns = jobs.taken.map(({ data }) => JSON.stringify(data));
      expect(new Set(ns).size).toBe(1_200);
      expect(ns).toContain('{"n":-7}');
      expect(ns).not.toContain('{"n":7}');
    });

    it('refuses many jobs when one of them is no job', async () => {
      const queue = await open();

      const added = queue.addAll('lock', [
        { id: 'a-1', data: { n: 1 } },
        { id: '2', data: { n: 2 } },
      ]);

      await expect(added).rejects.toMatchObject({ code: 'job-id-invalid' });
      expect((await queue.depth()).waiting).toBe(0);
    });

    it('runs a finished job again when it is told that the work is still to be done', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });
      await queue.add('lock', { n: 1 }, { id: 'a-1' });
      await until(async () => (await queue.progress('a-1'))?.state === 'completed');

      await queue.add('lock', { n: 2 }, { id: 'a-1', repeatFinished: true });

      await until(() => jobs.taken.length === 2);
      expect(jobs.taken[1]?.data).toEqual({ n: 2 });
    });

    it('leaves an unfinished job alone even then', async () => {
      const queue = await open();
      await queue.add('lock', { n: 1 }, { id: 'a-1', delayMs: 60_000 });

      await queue.add('lock', { n: 2 }, { id: 'a-1', repeatFinished: true });

      expect(await queue.depth()).toMatchObject({ delayed: 1, waiting: 0 });
    });

    it('holds a delayed job back', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });
      const addedAt = Date.now();

      await queue.add('lock', {}, { delayMs: 400 });

      expect((await queue.depth()).delayed).toBe(1);
      await until(() => jobs.taken.length === 1);
      expect((jobs.takenAt[0] ?? 0) - addedAt).toBeGreaterThanOrEqual(400 - TIMER_SLACK_MS);
    });

    it('refuses data that is more than ids', async () => {
      const queue = await open();

      const adding = queue.add('audit', { log: 'x'.repeat(4_096) });

      await expect(adding).rejects.toMatchObject({ code: 'job-too-large' });
    });

    it.each(['42', 'a:b', '', 'x'.repeat(129)])('refuses the job id "%s"', async (id) => {
      const queue = await open();

      const adding = queue.add('audit', {}, { id });

      await expect(adding).rejects.toMatchObject({ code: 'job-id-invalid' });
    });
  });
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
