import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DomainError } from '../../src/kernel/errors.js';
import type { RunContext, RunResult } from '../../src/schedules/domain/scheduled-job.js';
import { ScheduleRunner } from '../../src/schedules/schedule-runner.service.js';
import { ScheduledJobs } from '../../src/schedules/scheduled-jobs.service.js';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { openSql, type Sql } from '../support/sql.js';
import { until } from '../until.js';

const EACH_SECOND = { cron: '* * * * * *', timezone: 'UTC' };
const YEARLY = { cron: '0 5 1 1 *', timezone: 'Asia/Kolkata' };

/** Stands for the feature that does the job. */
class FakeChecks {
  readonly runs: { readonly list: string; readonly context: RunContext }[] = [];
  next: (context: RunContext) => Promise<RunResult> = () => Promise.resolve({ summary: 'clean' });

  run(list: string, context: RunContext): Promise<RunResult> {
    this.runs.push({ list, context });
    return this.next(context);
  }
}

describe('/v1/schedules', () => {
  let api: ServedApi;
  let sql: Sql;
  let checks: FakeChecks;

  beforeAll(async () => {
    api = await serveApi();
    sql = await openSql(api.databaseUrl);
    const jobs = api.app.get(ScheduledJobs);
    checks = new FakeChecks();
    jobs.add({
      name: 'fake-check',
      scope: 'audits:run',
      params: z.strictObject({ list: z.string() }),
      run: ({ list }, context) => checks.run(list, context),
    });
  });

  afterAll(async () => {
    await sql.close();
    await api.close();
  });

  const begin = () => {
    checks.runs.length = 0;
    checks.next = () => Promise.resolve({ summary: 'clean' });
  };
  const create = (json: object) =>
    api.ask('/v1/schedules', {
      method: 'POST',
      json: { job: 'fake-check', params: { list: 'a' }, ...json },
    });
  const read = async (id: string) => (await api.ask(`/v1/schedules/${id}`)).body;
  const remove = (id: string) => api.ask(`/v1/schedules/${id}`, { method: 'DELETE' });
  const dueSince = (id: string, minutes: number) =>
    sql(
      `UPDATE schedule SET next_run_at = now() - make_interval(mins => ${minutes}) WHERE id = '${id}'`,
    );

  it('computes the next run in the time zone of the schedule', async () => {
    begin();
    const { status, body } = await create({ name: 'yearly', ...YEARLY });

    expect(status).toBe(201);
    expect(body).toMatchObject({ enabled: true, missedRuns: 'run-once', lastRun: null });
    expect(body.nextRunAt).toMatch(/-12-31T23:30:00\.000Z$/);
    await remove(body.id);
  });

  it('runs a job when it is due, and shows what came of it', async () => {
    begin();
    const { body } = await create({ name: 'often', ...EACH_SECOND });

    const { lastRun } = await until(async () => {
      const schedule = await read(body.id);
      return schedule.lastRun?.status === 'done' && schedule;
    });
    await remove(body.id);

    expect(lastRun).toMatchObject({ status: 'done', result: 'clean' });
    expect(checks.runs[0]?.list).toBe('a');
    expect(checks.runs[0]?.context.actor).toBe(`schedule:${body.id}`);
    const { body: log } = await api.ask('/v1/audit-log?limit=200');
    const said = log.items.filter((entry: { subject: string }) => entry.subject === body.id);
    expect(said.map((entry: { what: string }) => entry.what)).toEqual(
      expect.arrayContaining(['schedule.created', 'schedule.run-finished', 'schedule.removed']),
    );
  });

  it('leaves a run out while the last one is under way', async () => {
    begin();
    let end: () => void = () => undefined;
    checks.next = async ({ progress }) => {
      await progress(1, 2);
      await new Promise<void>((resolve) => (end = resolve));
      return { summary: 'late' };
    };
    const { body } = await create({ name: 'slow', ...EACH_SECOND });

    const schedule = await until(async () => {
      const seen = await read(body.id);
      return seen.lastSkipped !== null && seen;
    });
    await api.ask(`/v1/schedules/${body.id}`, { method: 'PATCH', json: { enabled: false } });
    end();

    expect(schedule.lastSkipped.reason).toBe('still-running');
    expect(schedule.lastRun).toMatchObject({ status: 'running', progress: { done: 1, total: 2 } });
    expect(checks.runs).toHaveLength(1);
    await until(async () => (await read(body.id)).lastRun.status === 'done');
    expect((await read(body.id)).nextRunAt).toBeNull();
    await remove(body.id);
  });

  it('makes a run up that nobody was there for, once', async () => {
    begin();
    const { body } = await create({ name: 'missed', ...YEARLY });
    await dueSince(body.id, 60);

    await Promise.all([1, 2, 3].map(() => api.app.get(ScheduleRunner).sweep()));

    await until(async () => (await read(body.id)).lastRun?.status === 'done');
    const { nextRunAt } = await read(body.id);
    expect(checks.runs).toHaveLength(1);
    expect(nextRunAt).toBe(body.nextRunAt);
    await remove(body.id);
  });

  it('leaves it out where the schedule says so', async () => {
    begin();
    const { body } = await create({ name: 'strict', ...YEARLY, missedRuns: 'skip' });
    await dueSince(body.id, 60);

    await api.app.get(ScheduleRunner).sweep();

    const { lastSkipped } = await until(async () => {
      const schedule = await read(body.id);
      return schedule.lastSkipped !== null && schedule;
    });
    expect(lastSkipped.reason).toBe('missed');
    expect(checks.runs).toHaveLength(0);
    await remove(body.id);
  });

  it('carries a run on that a crash has interrupted, as the same run', async () => {
    begin();
    const { body } = await create({ name: 'crashed', ...YEARLY });
    const at = new Date().toISOString();
    const run = {
      id: '01937a5e-0000-7000-8000-0000000000aa',
      status: 'running',
      dueAt: at,
      startedAt: at,
      heardAt: at,
      progress: { done: 0, total: 0 },
    };
    await sql(`UPDATE schedule SET last_run = '${JSON.stringify(run)}' WHERE id = '${body.id}'`);

    await api.app.get(ScheduleRunner).sweep(true);

    await until(async () => (await read(body.id)).lastRun.status === 'done');
    expect(checks.runs.map(({ context }) => context.runId)).toEqual([run.id]);
    await remove(body.id);
  });

  it('says why a run failed', async () => {
    begin();
    checks.next = () =>
      Promise.reject(new DomainError('not-found', 'directory-not-found', 'It is gone.'));
    const { body } = await create({ name: 'fails', ...YEARLY });
    await dueSince(body.id, 1);

    await api.app.get(ScheduleRunner).sweep();

    const { lastRun } = await until(async () => {
      const schedule = await read(body.id);
      return schedule.lastRun?.status === 'failed' && schedule;
    });
    expect(lastRun.result).toBe('It is gone.');
    await remove(body.id);
  });

  it.each([
    ['a cron expression that is none', { cron: 'daily' }, 'schedule-invalid'],
    ['a day that never comes', { cron: '0 0 30 2 *' }, 'schedule-invalid'],
    ['a time zone that is none', { timezone: 'Mars/Olympus' }, 'schedule-invalid'],
    ['parameters of another job', { params: { lists: [] } }, 'schedule-params-invalid'],
  ])('refuses %s', async (_case, json, code) => {
    const { body } = await create({ name: 'bad', ...YEARLY, ...json });

    expect(body.code).toBe(code);
  });

  it('refuses a name that is taken', async () => {
    const { body } = await create({ name: 'one', ...YEARLY });

    const second = await create({ name: 'one', ...YEARLY });

    expect([second.status, second.body.code]).toEqual([409, 'schedule-name-taken']);
    await remove(body.id);
  });

  it('lets nobody schedule what he may not do himself', async () => {
    const json = { name: 'directories alone', scopes: ['directories:write'] };
    const { body: key } = await api.ask('/v1/api-keys', { method: 'POST', json });

    const refused = await api.ask('/v1/schedules', {
      method: 'POST',
      key: key.key,
      json: { name: 'sly', job: 'fake-check', params: { list: 'a' }, ...YEARLY },
    });

    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });
});
