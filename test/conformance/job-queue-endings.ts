import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JobHandler } from '../../src/platform/queue/job-queue.js';
import { until } from '../until.js';
import type { OpenQueue, QueueStore } from './job-queue-kit.js';
import { freshName, latch, recorder } from './job-queue-kit.js';
import type { HangingWorkerSettings } from '../queue/hanging-worker.js';
import { startProcess } from '../servers/server-process.js';

const HANGING_WORKER = fileURLToPath(new URL('../queue/hanging-worker.mjs', import.meta.url));

/** What becomes of jobs when their process ends, in order or not. */
export function describeEndings(open: OpenQueue, store: () => QueueStore): void {
  describe('the end of a process', () => {
    it('gives a job to another worker when its own is killed', async () => {
      const settings = { name: freshName(), lockMs: 1_000, stalledCheckMs: 300 };
      const queue = await open(settings);
      await queue.add('lock', { actionId: 'a-1' }, { id: 'a-1' });
      const doomed = await startHangingWorker({ ...store(), ...settings, jobName: 'lock' });
      const jobs = recorder();
      await queue.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });

      await doomed.kill();

      await until(async () => (await queue.progress('a-1'))?.state === 'completed', {
        timeoutMs: 20_000,
      });
      expect(jobs.taken).toMatchObject([{ id: 'a-1', data: { actionId: 'a-1' } }]);
    });

    it('lets running jobs end before it closes, and takes no other', async () => {
      const settings = { name: freshName() };
      const closing = await open(settings);
      const gate = latch();
      const jobs = recorder(() => gate.opened);
      await closing.work(new Map([['lock', jobs.handler]]), { concurrency: 1 });
      await closing.add('lock', {}, { id: 'first' });
      await closing.add('lock', {}, { id: 'second' });
      await until(() => jobs.taken.length === 1);

      const closed = closing.close();
      gate.open();
      await closed;

      const later = await open(settings);
      expect(await later.depth()).toMatchObject({ completed: 1, waiting: 1, active: 0 });
    });

    it('tells a job that outlasts the shutdown to give up', async () => {
      const queue = await open({ graceMs: 100 });
      const gate = latch();
      const aborted: unknown[] = [];
      const handler: JobHandler = (_job, abort) => {
        abort.addEventListener('abort', () => {
          aborted.push(abort.reason);
          gate.open();
        });
        return gate.opened;
      };
      await queue.work(new Map([['lock', handler]]), { concurrency: 1 });
      await queue.add('lock', {}, { id: 'a-1' });
      await until(async () => (await queue.progress('a-1'))?.state === 'active');

      await queue.close();

      expect(aborted).toHaveLength(1);
    });

    it('answers a ping, and still takes jobs when it has drained', async () => {
      const queue = await open();
      await queue.work(new Map([['lock', () => Promise.resolve()]]), { concurrency: 1 });

      await queue.drain();
      await queue.add('lock', {});

      await expect(queue.ping()).resolves.toBeUndefined();
      expect((await queue.depth()).waiting).toBe(1);
    });
  });
}

function startHangingWorker(settings: HangingWorkerSettings) {
  return startProcess(process.execPath, [HANGING_WORKER], /taken/, {
    env: { ...process.env, HANGING_WORKER: JSON.stringify(settings) },
    timeoutMs: 30_000,
  });
}
