import { MINUTE_MS } from '../../kernel/clock.js';

/**
 * What becomes of runs that were due while no worker was there: one is made up for as soon as a
 * worker is there again, however many were missed, or none.
 */
export const MISSED_RUNS = ['run-once', 'skip'] as const;
export type MissedRuns = (typeof MISSED_RUNS)[number];

/** One run of a schedule, as its row keeps it. Times are ISO 8601. */
export interface ScheduleRun {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed';
  /** When it was due. */
  readonly dueAt: string;
  readonly startedAt: string;
  /** When the run last said something. */
  readonly heardAt: string;
  readonly finishedAt?: string;
  readonly progress: { readonly done: number; readonly total: number };
  /** What came of it, or why it failed, for people. */
  readonly result?: string;
  /** Id of what the run made: an audit. */
  readonly produced?: string;
}

/** A run that was due and wasn't made. */
export interface ScheduleSkip {
  readonly dueAt: string;
  readonly reason: 'still-running' | 'missed';
}

/** Something that is to be done again and again. */
export interface Schedule {
  readonly id: string;
  readonly name: string;
  /** Name under which the feature that does it has registered it: `password-audit`. */
  readonly job: string;
  /** Five fields, or six with seconds first. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
  /** Checked by the schema of the job. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly missedRuns: MissedRuns;
  /** Absent while it isn't enabled. */
  readonly nextRunAt?: Date;
  readonly lastRun?: ScheduleRun;
  readonly lastSkip?: ScheduleSkip;
  /** The caller's key. */
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A reminder may come a little before its time by another process's clock. */
const CLOCK_SLACK_MS = 250;
/** A run that starts so late was missed: nobody was there when it was due. */
const MISSED_AFTER_MS = 5 * MINUTE_MS;
/** A run that has been silent for so long is taken for lost. */
const SILENCE_MS = 10 * MINUTE_MS;

/** What a reminder of a schedule leads to. */
export type DueDecision =
  | { readonly kind: 'not-due' }
  | { readonly kind: 'run'; readonly dueAt: Date }
  | { readonly kind: 'skip'; readonly skip: ScheduleSkip };

/**
 * What to do about a schedule now. A reminder that comes twice, or for a schedule that was
 * switched off meanwhile, finds nothing due.
 */
export function decideDue(schedule: Schedule, now: Date): DueDecision {
  const { enabled, nextRunAt, lastRun, missedRuns } = schedule;
  if (!enabled || !nextRunAt) return { kind: 'not-due' };
  const lateMs = now.getTime() - nextRunAt.getTime();
  if (lateMs < -CLOCK_SLACK_MS) return { kind: 'not-due' };
  const dueAt = nextRunAt.toISOString();
  if (isUnderWay(lastRun, now)) return { kind: 'skip', skip: { dueAt, reason: 'still-running' } };
  if (lateMs > MISSED_AFTER_MS && missedRuns === 'skip')
    return { kind: 'skip', skip: { dueAt, reason: 'missed' } };
  return { kind: 'run', dueAt: nextRunAt };
}

/** Whether a run is under way and has been heard of lately. */
export function isUnderWay(run: ScheduleRun | undefined, now: Date): run is ScheduleRun {
  return run?.status === 'running' && now.getTime() - Date.parse(run.heardAt) < SILENCE_MS;
}
