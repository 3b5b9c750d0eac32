import { Queue } from 'bullmq';
import type { BullmqBackend } from './bullmq-backend.js';
import { postgresBackend, redisBackend } from './bullmq-backend.js';
import type { BullmqQueue } from './bullmq-worker.js';
import { startBullmqWorker } from './bullmq-worker.js';
import { within } from './deadline.js';
import { refuseBadId, refuseBadSchedule, refuseLargeData } from './job-limits.js';
import type {
  JobData,
  JobHandlers,
  JobOptions,
  JobProgress,
  JobQueue,
  JobSchedule,
  JobState,
  JobWorker,
  NamedJob,
  QueueLog,
  Recurrence,
  Retries,
} from './job-queue.js';
import { UntilClosed } from './until-closed.js';

/** Where and how the queue is opened. */
export interface JobQueueSettings {
  readonly databaseUrl: string;
  /** Redis or Valkey; without it the queue is kept in PostgreSQL. */
  readonly redisUrl?: string | undefined;
  /** Name of the queue: letters, digits, `-` and `_`. */
  readonly name: string;
  /** First part of every key in Redis; PostgreSQL has the schema `bullmq` instead. */
  readonly prefix?: string;
  readonly log: QueueLog;
  /** Milliseconds after which a job of a dead process is given to another; 30,000. */
  readonly lockMs?: number;
  /** Milliseconds between two looks for such jobs; 30,000. */
  readonly stalledCheckMs?: number;
  /** Milliseconds that running jobs get to end at `close` before their abort signals fire; 20,000. */
  readonly graceMs?: number;
}

const OPEN_TIMEOUT_MS = 15_000;
const PING_TIMEOUT_MS = 2_000;
const MAX_EVENTS_KEPT = 1_000;
const HOUR_S = 3_600;
const ADDED_AT_ONCE = 1_000;

const DEFAULT_JOB_OPTIONS = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 5_000 },
  removeOnComplete: { age: HOUR_S, count: 1_000 },
  removeOnFail: { age: 7 * 24 * HOUR_S, count: 1_000 },
  // A stack trace may quote what the failing code had in hand.
  stackTraceLimit: 0,
};

/**
 * Opens the queue: in Redis when there is a URL of it, otherwise in PostgreSQL.
 *
 * @throws QueueUnavailable when the store can't be reached or used
 */
export async function openJobQueue(given: JobQueueSettings): Promise<JobQueue> {
  const log = new UntilClosed(given.log);
  const settings = { ...given, log: log.write };
  const { redisUrl, databaseUrl } = settings;
  const backend = redisUrl ? redisBackend(redisUrl) : postgresBackend(databaseUrl);
  await backend.probe();

  const queue: BullmqQueue = new Queue(
    settings.name,
    {
      connection: {},
      prefix: prefixOf(settings),
      defaultJobOptions: DEFAULT_JOB_OPTIONS,
      streams: { events: { maxLen: MAX_EVENTS_KEPT } },
    },
    backend.factory,
  );
  queue.on('error', (error) => log.write('error', backend.unavailable(error).message));
  try {
    await within(OPEN_TIMEOUT_MS, queue.waitUntilReady(), () => new Error('no answer in time'));
  } catch (error) {
    await queue.close();
    throw backend.unavailable(error);
  }
  return new BullmqJobQueue(queue, backend, settings, () => log.close());
}

class BullmqJobQueue implements JobQueue {
  private readonly workers = new Set<JobWorker>();

  constructor(
    private readonly queue: BullmqQueue,
    private readonly backend: BullmqBackend,
    private readonly settings: JobQueueSettings,
    private readonly silence: () => void,
  ) {}

  async add(name: string, data: JobData, options: JobOptions = {}): Promise<void> {
    const { id, delayMs = 0, repeatFinished = false } = options;
    refuseLargeData(data);
    if (id !== undefined) refuseBadId(id);

    if (id !== undefined && repeatFinished) await this.forgetFinished(id);
    await this.queue.add(name, data, {
      delay: delayMs,
      ...(id !== undefined && { jobId: id }),
      ...retriesOf(options),
    });
  }

  async addAll(name: string, jobs: readonly NamedJob[], retries: Retries = {}): Promise<void> {
    for (const { id, data } of jobs) {
      refuseLargeData(data);
      refuseBadId(id);
    }
    const ofEach = retriesOf(retries);
    const all = jobs.map(({ id, data }) => ({ name, data, opts: { ...ofEach, jobId: id } }));
    for (let from = 0; from < all.length; from += ADDED_AT_ONCE)
      await this.queue.addBulk(all.slice(from, from + ADDED_AT_ONCE));
  }

  async schedule(id: string, recurrence: Recurrence, name: string, data: JobData): Promise<void> {
    refuseLargeData(data);
    refuseBadSchedule(recurrence);
    const repeat =
      'cron' in recurrence
        ? { pattern: recurrence.cron, tz: recurrence.timezone }
        : { every: recurrence.everyMs };
    await this.queue.upsertJobScheduler(id, repeat, { name, data });
  }

  async unschedule(id: string): Promise<boolean> {
    return this.queue.removeJobScheduler(id);
  }

  async schedules(): Promise<readonly JobSchedule[]> {
    const schedulers = await this.queue.getJobSchedulers();
    return schedulers
      .map(({ key, name, pattern, tz, every, next }) => ({
        id: key,
        name,
        recurrence: pattern ? { cron: pattern, timezone: tz ?? 'UTC' } : { everyMs: every ?? 0 },
        nextRunAt: next ? new Date(next) : undefined,
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async progress(jobId: string): Promise<JobProgress | undefined> {
    const job = await this.queue.getJob(jobId);
    if (!job) return undefined;
    const state = stateOf(await job.getState());
    if (!state) return undefined;
    return {
      state,
      percent: typeof job.progress === 'number' ? job.progress : 0,
      attempts: job.attemptsMade,
      ...(job.failedReason && { failure: job.failedReason }),
    };
  }

  async depth(): Promise<Readonly<Record<JobState, number>>> {
    const counts = await this.queue.getJobCounts();
    const count = (state: string) => counts[state] ?? 0;
    return {
      waiting: count('waiting') + count('prioritized') + count('paused'),
      active: count('active'),
      delayed: count('delayed'),
      completed: count('completed'),
      failed: count('failed'),
    };
  }

  async work(
    handlers: JobHandlers,
    { concurrency }: { readonly concurrency: number },
  ): Promise<JobWorker> {
    const { settings, backend, queue } = this;
    const started = await startBullmqWorker({
      backend,
      queue,
      prefix: prefixOf(settings),
      handlers,
      concurrency,
      lockMs: settings.lockMs ?? 30_000,
      stalledCheckMs: settings.stalledCheckMs ?? 30_000,
      graceMs: settings.graceMs ?? 20_000,
      log: settings.log,
    });
    const worker: JobWorker = {
      close: async () => {
        await started.close();
        this.workers.delete(worker);
      },
    };
    this.workers.add(worker);
    return worker;
  }

  async ping(): Promise<void> {
    try {
      await within(PING_TIMEOUT_MS, this.queue.isPaused(), () => new Error('no answer in time'));
    } catch (error) {
      throw this.backend.unavailable(error);
    }
  }

  async drain(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.close()));
  }

  async close(): Promise<void> {
    await this.drain();
    this.silence();
    await this.queue.close();
  }

  private async forgetFinished(id: string): Promise<void> {
    const job = await this.queue.getJob(id);
    const state = await job?.getState();
    if (state === 'completed' || state === 'failed') await this.queue.remove(id);
  }
}

function retriesOf({ attempts, backoff }: Retries) {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(backoff && { backoff: { type: backoff.kind, delay: backoff.delayMs } }),
  };
}

function prefixOf(settings: JobQueueSettings): string {
  return settings.prefix ?? 'authwarden';
}

function stateOf(state: string): JobState | undefined {
  switch (state) {
    case 'active':
    case 'delayed':
    case 'completed':
    case 'failed':
      return state;
    case 'unknown':
      return undefined;
    default:
      return 'waiting';
  }
}
