import { openJobQueue } from '../../src/platform/queue/bullmq-job-queue.js';

/** What a worker that is going to be killed is told, as JSON. */
export interface HangingWorkerSettings {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly name: string;
  readonly lockMs: number;
  readonly stalledCheckMs: number;
  /** Name of the jobs that it takes and never ends. */
  readonly jobName: string;
}

/** Takes jobs, prints `taken <id>` for each, and never ends one. */
export async function hang({ jobName, ...settings }: HangingWorkerSettings): Promise<void> {
  const queue = await openJobQueue({
    ...settings,
    log: (_level, message) => console.error(message),
  });
  const takeAndHang = ({ id }: { readonly id: string }) => {
    console.log(`taken ${id}`);
    return new Promise<void>(() => undefined);
  };
  await queue.work(new Map([[jobName, takeAndHang]]), { concurrency: 1 });
}
