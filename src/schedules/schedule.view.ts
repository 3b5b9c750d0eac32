import type { Schedule } from './domain/schedule.js';
import type { ScheduleView } from './schedules.schemas.js';

/** A schedule as the API shows it. */
export function scheduleView(schedule: Schedule): ScheduleView {
  const { id, name, job, cron, timezone, params, enabled, missedRuns } = schedule;
  const { nextRunAt, lastRun, lastSkip, createdAt } = schedule;
  return {
    id,
    name,
    job,
    cron,
    timezone,
    params: { ...params },
    enabled,
    missedRuns,
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRun: lastRun
      ? {
          id: lastRun.id,
          status: lastRun.status,
          dueAt: lastRun.dueAt,
          startedAt: lastRun.startedAt,
          finishedAt: lastRun.finishedAt ?? null,
          progress: { ...lastRun.progress },
          result: lastRun.result ?? null,
          produced: lastRun.produced ?? null,
        }
      : null,
    lastSkipped: lastSkip ? { ...lastSkip } : null,
    createdAt: createdAt.toISOString(),
  };
}
