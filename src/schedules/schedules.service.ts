import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { hasAnyScope } from '../auth/domain/scopes.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { nextRun } from '../platform/queue/job-limits.js';
import type { MissedRuns, Schedule } from './domain/schedule.js';
import { ScheduleReminders } from './schedule-reminders.service.js';
import { ScheduleRepository } from './schedule.repository.js';
import { ScheduledJobs } from './scheduled-jobs.service.js';

/** What an operator says about a schedule. */
export interface ScheduleSettings {
  readonly name: string;
  readonly job: string;
  readonly cron: string;
  readonly timezone: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly missedRuns: MissedRuns;
}

/** What of a schedule is to be different. */
export type SchedulePatch = {
  readonly [Field in keyof Omit<ScheduleSettings, 'job'>]?: ScheduleSettings[Field] | undefined;
};

/** Makes, changes and ends schedules. The row is the truth, the queue's scheduler reminds of it. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly database: Database,
    private readonly repository: ScheduleRepository,
    private readonly jobs: ScheduledJobs,
    private readonly reminders: ScheduleReminders,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were made, after the schedule `after`. */
  list(after: string | undefined, limit: number): Promise<readonly Schedule[]> {
    return this.repository.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `schedule-not-found` */
  async find(id: string): Promise<Schedule> {
    const schedule = await this.repository.find(this.database.direct, id);
    if (!schedule) throw scheduleNotFound();
    return schedule;
  }

  /**
   * @throws DomainError `schedule-job-unknown`, `schedule-params-invalid`, `schedule-invalid`,
   *   `schedule-name-taken`, `forbidden` when the operator may not do the job by hand
   */
  async create(settings: ScheduleSettings, operator: Operator): Promise<Schedule> {
    const params = this.checked(settings.job, settings.params, operator);
    const schedule: Schedule = {
      id: newId(),
      ...settings,
      params,
      ...this.next(settings),
      createdBy: callerKey(operator),
      createdAt: this.clock.now(),
    };
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.save(tx, schedule))) throw nameTaken(settings.name);
      await this.record(tx, operator, 'schedule.created', schedule.id, { after: settings });
    });
    await this.reminders.set(schedule);
    return schedule;
  }

  /**
   * Changes what is given.
   *
   * @throws DomainError as {@link create}, or `schedule-not-found`
   */
  async change(id: string, patch: SchedulePatch, operator: Operator): Promise<Schedule> {
    const changed = await this.database.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      const whole: Schedule = { ...before, ...Object.fromEntries(given) };
      const params = this.checked(whole.job, whole.params, operator);
      const { nextRunAt: _was, ...rest } = whole;
      const after: Schedule = { ...rest, params, ...this.next(whole) };
      if (!(await this.repository.save(tx, after))) throw nameTaken(after.name);
      await this.record(tx, operator, 'schedule.changed', id, {
        before: settingsOf(before),
        after: settingsOf(after),
      });
      return after;
    });
    await this.reminders.set(changed);
    return changed;
  }

  /** A run that is under way ends by itself. @throws DomainError `schedule-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      this.refuseUnlessAllowed(before.job, operator);
      await this.repository.remove(tx, id);
      await this.record(tx, operator, 'schedule.removed', id, { before: settingsOf(before) });
    });
    await this.reminders.end(id);
  }

  private checked(
    job: string,
    params: Readonly<Record<string, unknown>>,
    operator: Operator,
  ): Readonly<Record<string, unknown>> {
    const known = this.refuseUnlessAllowed(job, operator);
    return known.parse(params);
  }

  /** Nobody has done by a schedule what he may not do by hand. */
  private refuseUnlessAllowed(job: string, operator: Operator) {
    const known = this.jobs.get(job);
    if (hasAnyScope(operator.scopes, [known.scope])) return known;
    throw new DomainError(
      'forbidden',
      'forbidden',
      `To schedule ${job} needs the scope ${known.scope}, which the credential does not have.`,
    );
  }

  private next({
    cron,
    timezone,
    enabled,
  }: Pick<ScheduleSettings, 'cron' | 'timezone' | 'enabled'>): { nextRunAt?: Date } {
    const nextRunAt = nextRun({ cron, timezone }, this.clock.now());
    if (!nextRunAt)
      throw new DomainError(
        'invalid',
        'schedule-invalid',
        'The schedule never runs, or can’t be read: it needs a cron expression of five fields (or six, with seconds first) and an IANA time zone.',
        { errors: [{ path: 'cron', message: 'never runs in this time zone, or is no cron' }] },
      );
    return enabled ? { nextRunAt } : {};
  }

  private async locked(tx: Transaction, id: string): Promise<Schedule> {
    const schedule = await this.repository.find(tx, id, true);
    if (!schedule) throw scheduleNotFound();
    return schedule;
  }

  private record(
    tx: Transaction,
    actor: Operator,
    what: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.auditLog.append({ actor, what, subject, detail }, tx);
  }
}

function settingsOf(schedule: Schedule): ScheduleSettings {
  const { name, job, cron, timezone, params, enabled, missedRuns } = schedule;
  return { name, job, cron, timezone, params, enabled, missedRuns };
}

function scheduleNotFound(): DomainError {
  return new DomainError('not-found', 'schedule-not-found', 'There is no such schedule.');
}

function nameTaken(name: string): DomainError {
  return new DomainError(
    'conflict',
    'schedule-name-taken',
    `Another schedule is named ${name}. Choose another name.`,
  );
}
