import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { nextRun } from '../platform/queue/job-limits.js';
import { decideDue, isUnderWay, type Schedule, type ScheduleRun } from './domain/schedule.js';
import type { RunResult } from './domain/scheduled-job.js';
import { ScheduleReminders } from './schedule-reminders.service.js';
import { ScheduleRepository } from './schedule.repository.js';
import { ScheduledJobs } from './scheduled-jobs.service.js';

/** Starts what is due, carries runs out, and finds those that a crash has lost. */
@Injectable()
export class ScheduleRunner {
  constructor(
    private readonly database: Database,
    private readonly repository: ScheduleRepository,
    private readonly jobs: ScheduledJobs,
    private readonly reminders: ScheduleReminders,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks whether a schedule is due, and has its run carried out. A reminder too many is harmless. */
  async remind(scheduleId: string): Promise<void> {
    const runId = await this.database.transaction(async (tx) => {
      const schedule = await this.repository.find(tx, scheduleId, true);
      if (!schedule) return undefined;
      const now = this.clock.now();
      const decision = decideDue(schedule, now);
      if (decision.kind === 'not-due') return undefined;
      const next = nextRun(schedule, laterOf(now, schedule.nextRunAt));
      if (decision.kind === 'skip') {
        await this.repository.skip(tx, scheduleId, decision.skip, next);
        return undefined;
      }
      const run = begun(decision.dueAt, now);
      await this.repository.begin(tx, scheduleId, run, next);
      return run.id;
    });
    if (runId !== undefined) await this.reminders.start(scheduleId, runId);
  }

  /**
   * Carries a run out, unless it has ended or another one has taken its place.
   *
   * @param isLastTry whether the run fails for good when what it needs doesn't answer
   * @throws DomainError of the kind `unavailable`, to be tried again
   */
  async carryOut(
    scheduleId: string,
    runId: string,
    { signal, isLastTry }: { signal: AbortSignal; isLastTry: boolean },
  ): Promise<void> {
    const schedule = await this.repository.find(this.database.direct, scheduleId);
    const run = schedule?.lastRun;
    if (!schedule || run?.id !== runId || run.status !== 'running') return;
    const told = { ...run };
    const progress = async (done: number, total: number) => {
      await this.note(scheduleId, Object.assign(told, { progress: { done, total } }));
    };
    const actor = `schedule:${scheduleId}`;
    try {
      const job = this.jobs.get(schedule.job);
      const result = await job.run(schedule.params, { runId, actor, signal, progress });
      await this.finish(schedule, { ...told, status: 'done' }, result);
    } catch (error) {
      const mayAnswerLater = error instanceof DomainError && error.kind === 'unavailable';
      if (signal.aborted || (mayAnswerLater && !isLastTry)) throw error;
      const summary = error instanceof DomainError ? error.message : 'It broke off unexpectedly.';
      await this.finish(schedule, { ...told, status: 'failed' }, { summary });
      // A bug goes up; the run has ended all the same.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  /**
   * Reminds of what is due and nobody started, and of runs that are silent.
   *
   * @param afterRestart whether runs count as lost that were heard of a moment ago
   */
  async sweep(afterRestart = false): Promise<void> {
    const now = this.clock.now();
    await this.reminders.reconcile(await this.repository.enabled(this.database.direct));
    for (const { id, lastRun, nextRunAt } of await this.repository.pending(
      this.database.direct,
      now,
    )) {
      const isLost = lastRun?.status === 'running' && (afterRestart || !isUnderWay(lastRun, now));
      if (lastRun && isLost) await this.reminders.start(id, lastRun.id, true);
      if (nextRunAt && nextRunAt <= now) await this.reminders.remind(id, nextRunAt);
    }
  }

  private async finish(
    schedule: Schedule,
    run: ScheduleRun,
    { summary, produced }: RunResult,
  ): Promise<void> {
    const { id, name, job } = schedule;
    const at = this.clock.now().toISOString();
    const ended: ScheduleRun = {
      ...run,
      heardAt: at,
      finishedAt: at,
      result: summary,
      ...(produced === undefined ? {} : { produced }),
    };
    await this.database.transaction(async (tx) => {
      await this.repository.note(tx, id, ended);
      await this.auditLog.append(
        {
          actor: `schedule:${id}`,
          what: ended.status === 'done' ? 'schedule.run-finished' : 'schedule.run-failed',
          subject: id,
          detail: { name, job, runId: run.id, dueAt: run.dueAt, result: summary },
        },
        tx,
      );
    });
  }

  private note(scheduleId: string, run: ScheduleRun): Promise<void> {
    const heardAt = this.clock.now().toISOString();
    return this.repository.note(this.database.direct, scheduleId, { ...run, heardAt });
  }
}

/** Runs that were due while nobody was there are made up for once, so the next one is in the future. */
function laterOf(now: Date, dueAt: Date | undefined): Date {
  return dueAt && dueAt > now ? dueAt : now;
}

function begun(dueAt: Date, now: Date): ScheduleRun {
  const at = now.toISOString();
  return {
    id: newId(),
    status: 'running',
    dueAt: dueAt.toISOString(),
    startedAt: at,
    heardAt: at,
    progress: { done: 0, total: 0 },
  };
}
