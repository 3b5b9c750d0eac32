import { Inject, Injectable } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';
import type { Schedule } from './domain/schedule.js';

/** Name of the job that reminds of a schedule that is due; its data is `{scheduleId}`. */
export const SCHEDULE_DUE_JOB = 'schedule-due';
/** Name of the job that carries one run out; its data is `{scheduleId, runId}`. */
export const SCHEDULE_RUN_JOB = 'schedule-run';

/** Tries of a run whose directory or the like doesn't answer, over about two and a half minutes. */
export const RUN_ATTEMPTS = 5;
const RUN_BACKOFF = { kind: 'exponential', delayMs: 10_000 } as const;
const PREFIX = 'schedule.';

/** Lets the queue remind of schedules. It only reminds: what is due is in the rows. */
@Injectable()
export class ScheduleReminders {
  constructor(@Inject(JOB_QUEUE) private readonly queue: JobQueue) {}

  /** Reminds of the schedule from now on as it says, or no longer when it isn't enabled. */
  async set({ id, cron, timezone, enabled }: Schedule): Promise<void> {
    if (!enabled) return this.end(id);
    const data = { scheduleId: id };
    await this.queue.schedule(`${PREFIX}${id}`, { cron, timezone }, SCHEDULE_DUE_JOB, data);
  }

  async end(id: string): Promise<void> {
    await this.queue.unschedule(`${PREFIX}${id}`);
  }

  /** Gives the queue the reminders that it lost, and takes those that nobody wants. */
  async reconcile(enabled: readonly Schedule[]): Promise<void> {
    const known = new Map((await this.queue.schedules()).map((given) => [given.id, given]));
    for (const schedule of enabled) {
      const reminder = known.get(`${PREFIX}${schedule.id}`);
      known.delete(`${PREFIX}${schedule.id}`);
      if (!isSame(reminder?.recurrence, schedule)) await this.set(schedule);
    }
    for (const id of known.keys()) if (id.startsWith(PREFIX)) await this.queue.unschedule(id);
  }

  /** Reminds at once, besides the cron. */
  async remind(scheduleId: string, dueAt: Date): Promise<void> {
    const id = `${SCHEDULE_DUE_JOB}.${scheduleId}.${dueAt.getTime()}`;
    await this.queue.add(SCHEDULE_DUE_JOB, { scheduleId }, { id, repeatFinished: true });
  }

  /** Has a run carried out. @param again also when the queue knows an ended job of it */
  async start(scheduleId: string, runId: string, again = false): Promise<void> {
    await this.queue.add(
      SCHEDULE_RUN_JOB,
      { scheduleId, runId },
      {
        id: `${SCHEDULE_RUN_JOB}.${runId}`,
        attempts: RUN_ATTEMPTS,
        backoff: RUN_BACKOFF,
        repeatFinished: again,
      },
    );
  }
}

function isSame(recurrence: object | undefined, { cron, timezone }: Schedule): boolean {
  return (
    recurrence !== undefined &&
    'cron' in recurrence &&
    'timezone' in recurrence &&
    recurrence.cron === cron &&
    recurrence.timezone === timezone
  );
}
