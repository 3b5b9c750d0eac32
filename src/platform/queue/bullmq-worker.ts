import type { IQueueBackend, Job, Queue } from 'bullmq';
import { UnrecoverableError, Worker } from 'bullmq';
import type { BullmqBackend } from './bullmq-backend.js';
import { within } from './deadline.js';
import type { JobData, JobHandlers, JobWorker, QueueLog, RunningJob } from './job-queue.js';
import { PermanentFailure } from './job-queue.js';

/** BullMQ's queue over either store. */
export type BullmqQueue = Queue<
  JobData,
  void,
  string,
  JobData,
  void,
  string,
  IQueueBackend,
  object
>;

type BullmqJob = Job<JobData, void>;

const READY_TIMEOUT_MS = 15_000;
/** Crashes that one job survives before it counts as their cause. */
const MAX_STALLED_COUNT = 3;

/** What a worker is made of. */
export interface BullmqWorkerParts {
  readonly backend: BullmqBackend;
  readonly queue: BullmqQueue;
  readonly prefix: string;
  readonly handlers: JobHandlers;
  readonly concurrency: number;
  /** A job whose worker hasn't renewed its lock for so long goes to another one. */
  readonly lockMs: number;
  /** How often locks are looked at. */
  readonly stalledCheckMs: number;
  /** How long `close` lets jobs run before it fires their abort signals. */
  readonly graceMs: number;
  readonly log: QueueLog;
}

/**
 * Starts a BullMQ worker.
 *
 * @throws QueueUnavailable
 */
export async function startBullmqWorker(parts: BullmqWorkerParts): Promise<JobWorker> {
  const { backend, log } = parts;
  const worker = new Worker<JobData, void, string, IQueueBackend, object>(
    parts.queue.name,
    (job, _token, abort) => run(job, parts, abort ?? new AbortController().signal),
    {
      connection: {},
      prefix: parts.prefix,
      autorun: false,
      concurrency: parts.concurrency,
      lockDuration: parts.lockMs,
      stalledInterval: parts.stalledCheckMs,
      maxStalledCount: MAX_STALLED_COUNT,
    },
    backend.factory,
  );
  worker.on('error', (error) => log('error', backend.unavailable(error).message));
  worker.on('stalled', (id) => log('warn', `job ${id} lost its worker and is tried again`));
  worker.on('failed', (job, error) => {
    if (job) log('warn', `job ${job.name} ${job.id} failed: ${error.message}`);
  });
  // Another worker has the job by now; what this one still does, it does twice.
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => worker.cancelJob(id, 'lock lost')));

  try {
    await within(READY_TIMEOUT_MS, worker.waitUntilReady(), () => new Error('no answer in time'));
  } catch (error) {
    await worker.close(true);
    throw backend.unavailable(error);
  }
  worker.run().catch((error: unknown) => log('error', backend.unavailable(error).message));

  return { close: () => closeGently(worker, parts.graceMs) };
}

async function run(job: BullmqJob, parts: BullmqWorkerParts, abort: AbortSignal): Promise<void> {
  const handler = parts.handlers.get(job.name);
  // Not for good: during an upgrade another process may know the name.
  if (!handler) throw new Error(`no handler for jobs named ${job.name}`);
  if (job.repeatJobKey && (await earlierRunIsActive(job, parts.queue))) {
    parts.log(
      'warn',
      `schedule ${job.repeatJobKey} is left out once: its last run is still active`,
    );
    return;
  }

  try {
    await handler(viewOf(job), abort);
  } catch (error) {
    if (error instanceof PermanentFailure) throw new UnrecoverableError(error.message);
    throw error;
  }
}

async function earlierRunIsActive(job: BullmqJob, queue: BullmqQueue): Promise<boolean> {
  const active = await queue.getActive();
  return active.some(
    (other) =>
      other.repeatJobKey === job.repeatJobKey &&
      other.id !== job.id &&
      (other.processedOn ?? 0) < (job.processedOn ?? 0),
  );
}

function viewOf(job: BullmqJob): RunningJob {
  return {
    id: job.id ?? '',
    name: job.name,
    data: job.data,
    attempt: job.attemptsMade + 1,
    reportProgress: (percent) => job.updateProgress(Math.min(100, Math.max(0, percent))),
  };
}

async function closeGently(
  worker: Worker<JobData, void, string, IQueueBackend, object>,
  graceMs: number,
): Promise<void> {
  const timer = setTimeout(() => worker.cancelAllJobs('shutting down'), graceMs);
  try {
    await worker.close();
  } finally {
    clearTimeout(timer);
  }
}
