import { describe, expect, it } from 'vitest';
import { until } from '../until.js';
import type { OpenQueue } from './job-queue-kit.js';
import { latch, recorder } from './job-queue-kit.js';

/** Jobs that come again and again. */
export function describeSchedules(open: OpenQueue): void {
  describe('schedules', () => {
    it('runs a job at an interval, from one schedule however often it is set', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.schedule('sweep', { everyMs: 700 }, 'sweep', { batch: 1 });
      await queue.schedule('sweep', { everyMs: 700 }, 'sweep', { batch: 2 });

      await queue.work(new Map([['sweep', jobs.handler]]), { concurrency: 4 });

      await until(() => jobs.taken.length >= 4);
      const gaps = jobs.takenAt.slice(2).map((at, n) => at - (jobs.takenAt[n + 1] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThan(500);
      expect(jobs.taken.at(-1)?.data).toEqual({ batch: 2 });
      expect(await queue.schedules()).toMatchObject([
        { id: 'sweep', name: 'sweep', recurrence: { everyMs: 700 } },
      ]);
    });

    it('runs a job by a cron expression in a time zone', async () => {
      const queue = await open();
      const jobs = recorder();
      await queue.work(new Map([['audit', jobs.handler]]), { concurrency: 1 });
      const nightly = { cron: '30 2 * * *', timezone: 'Asia/Kolkata' };

      await queue.schedule('each-second', { cron: '* * * * * *', timezone: 'UTC' }, 'audit', {});
      await queue.schedule('nightly', nightly, 'audit', {});

      await until(() => jobs.taken.length >= 2);
      const schedules = await queue.schedules();
      expect(schedules.map(({ id }) => id)).toEqual(['each-second', 'nightly']);
      expect(schedules[1]?.recurrence).toEqual(nightly);
      expect(schedules[1]?.nextRunAt?.toISOString()).toMatch(/T21:00:00\.000Z$/);
    });

    it('ends a schedule', async () => {
      const queue = await open();
      await queue.schedule('sweep', { everyMs: 60_000 }, 'sweep', {});

      const ended = [await queue.unschedule('sweep'), await queue.unschedule('sweep')];

      expect(ended).toEqual([true, false]);
      expect(await queue.schedules()).toEqual([]);
    });

    it('leaves out a scheduled run while the last one is active', async () => {
      const queue = await open();
      const gate = latch();
      const jobs = recorder(() => gate.opened);
      await queue.work(new Map([['sweep', jobs.handler]]), { concurrency: 4 });

      await queue.schedule('sweep', { everyMs: 150 }, 'sweep', {});

      await until(async () => (await queue.depth()).completed >= 2);
      expect(jobs.taken).toHaveLength(1);
      gate.open();
      await until(() => jobs.taken.length >= 2);
    });

    it.each([
      ['a cron expression that is none', { cron: 'every day', timezone: 'UTC' }],
      ['a time zone that is none', { cron: '0 3 * * *', timezone: 'Mars/Olympus' }],
      ['an interval of nothing', { everyMs: 0 }],
    ])('refuses %s', async (_case, recurrence) => {
      const queue = await open();

      const scheduling = queue.schedule('sweep', recurrence, 'sweep', {});

      await expect(scheduling).rejects.toMatchObject({ code: 'schedule-invalid' });
    });
  });
}
