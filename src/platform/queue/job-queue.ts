/** What a job carries: ids that name rows, never the rows themselves and never a secret. */
export type JobData = Readonly<Record<string, string | number | boolean>>;

/** How often and how patiently a job is tried. */
export interface Retries {
  /** Tries in all, the first one included. */
  readonly attempts?: number;
  /** Wait before the second try; it doubles with each further one. */
  readonly backoff?: { readonly kind: 'exponential'; readonly delayMs: number };
}

/** How one job is added. */
export interface JobOptions extends Retries {
  /**
   * Names the job: while the queue knows a job of this id, adding it again changes nothing. 1 to
   * 128 letters, digits, `.`, `_`, `@` and `-`, and not digits alone.
   */
  readonly id?: string;
  /** The job isn't worked on before this many milliseconds have passed. */
  readonly delayMs?: number;
  /**
   * A completed or failed job of the same id counts as unknown, so the job runs again: for a
   * sweeper whose row says that the work is still to be done.
   */
  readonly repeatFinished?: boolean;
}

/** One of many jobs that are added at once; see {@link JobOptions}. */
export interface NamedJob {
  readonly id: string;
  readonly data: JobData;
}

/**
 * When a scheduled job runs: a cron expression in an IANA time zone (five fields, or six with
 * seconds first), or a fixed interval.
 */
export type Recurrence =
  { readonly cron: string; readonly timezone: string } | { readonly everyMs: number };

/** A schedule that the queue knows. */
export interface JobSchedule {
  readonly id: string;
  readonly name: string;
  readonly recurrence: Recurrence;
  readonly nextRunAt: Date | undefined;
}

/** The states in which a job can be. */
export const JOB_STATES = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How far a job has come. */
export interface JobProgress {
  readonly state: JobState;
  /** 0 to 100, as the handler reported last. */
  readonly percent: number;
  /** Tries that have ended. */
  readonly attempts: number;
  /** Message of the last failure. */
  readonly failure?: string;
}

/** A job as its handler gets it. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  /** As it was added; parse it before use. */
  readonly data: unknown;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Stores how far the job has come, 0 to 100. */
  reportProgress(percent: number): Promise<void>;
}

/**
 * Does the work of one job name. It may run more than once for one job (a process can die after
 * the work and before saying so), so a repeat must be harmless.
 *
 * A throw is a failed try, and the job is tried again; {@link PermanentFailure} ends it at once.
 * The message of the error is stored, so it must hold no secret. `abort` fires when the process
 * has waited long enough for its shutdown, or when another worker has taken the job over.
 */
export type JobHandler = (job: RunningJob, abort: AbortSignal) => Promise<void>;

/** Handlers by the name of the job that they work on. */
export type JobHandlers = ReadonlyMap<string, JobHandler>;

/** Works on jobs until it is closed. */
export interface JobWorker {
  /** Takes no further job and resolves when the running ones have ended. */
  close(): Promise<void>;
}

/** Fails a job for good: another try would end the same way. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}

/** The store behind the queue can't be reached or used. The message names it without credentials. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}

/**
 * Work that outlives the request that asked for it, kept in PostgreSQL or in Redis. Jobs are
 * delivered at least once. Finished jobs are known for a limited time only.
 */
export interface JobQueue {
  /**
   * Adds a job; three tries unless told otherwise.
   *
   * @throws DomainError `job-too-large` when the data is over 4 KiB as JSON, `job-id-invalid`
   */
  add(name: string, data: JobData, options?: JobOptions): Promise<void>;
  /**
   * {@link add} for many jobs of one name at once, each with its own id. Jobs of known ids change
   * nothing.
   *
   * @throws DomainError as `add`
   */
  addAll(name: string, jobs: readonly NamedJob[], retries?: Retries): Promise<void>;
  /**
   * Adds the job again and again. The same id replaces its schedule; a run that is due while the
   * last one of the same id is still active is left out.
   *
   * @throws DomainError `schedule-invalid`
   */
  schedule(id: string, recurrence: Recurrence, name: string, data: JobData): Promise<void>;
  /** Ends a schedule; whether there was one. A run that is active ends by itself. */
  unschedule(id: string): Promise<boolean>;
  /** Every schedule, by id. */
  schedules(): Promise<readonly JobSchedule[]>;
  /** How far a job has come; undefined when the queue doesn't know it (any more). */
  progress(jobId: string): Promise<JobProgress | undefined>;
  /** How many jobs there are in each state, the retained finished ones included. */
  depth(): Promise<Readonly<Record<JobState, number>>>;
  /**
   * Starts to work on jobs in this process.
   *
   * @throws QueueUnavailable
   */
  work(handlers: JobHandlers, options: { readonly concurrency: number }): Promise<JobWorker>;
  /** @throws QueueUnavailable when the store doesn't answer within two seconds */
  ping(): Promise<void>;
  /** Closes every worker of this process; jobs can still be added. */
  drain(): Promise<void>;
  /** Drains, then lets the connections go. */
  close(): Promise<void>;
}

/** Where a queue reports what it can't tell a caller: a lost connection, a failed job. */
export type QueueLog = (level: 'warn' | 'error', message: string) => void;

/** Token under which Nest provides the process's {@link JobQueue}. */
export const JOB_QUEUE = Symbol('JobQueue');
