import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { MISSED_RUNS } from './domain/schedule.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000040',
  name: 'nightly audit',
  job: 'password-audit',
  cron: '30 2 * * 0',
  timezone: 'Europe/Paris',
  params: { directory: '01937a5e-0000-7000-8000-000000000010' },
  enabled: true,
  missedRuns: 'run-once',
  nextRunAt: '2026-11-29T01:30:00.000Z',
  lastRun: {
    id: '01937a5e-0000-7000-8000-000000000041',
    status: 'done',
    dueAt: '2026-11-22T01:30:00.000Z',
    startedAt: '2026-11-22T01:30:00.012Z',
    finishedAt: '2026-11-22T01:34:10.500Z',
    progress: { done: 2500, total: 2500 },
    result: '2,500 accounts, 31 findings.',
    produced: '01937a5e-0000-7000-8000-000000000042',
  },
  lastSkipped: null,
  createdAt: '2026-11-20T09:00:00.000Z',
};

export const ScheduleParams = z.strictObject({ id: z.uuid().describe('Id of the schedule.') });
export type ScheduleParams = z.output<typeof ScheduleParams>;

const name = z.string().trim().min(1).max(100).describe('What people call it; unique.');
const job = z
  .string()
  .regex(/^[a-z-]{1,64}$/)
  .describe('What is done: `password-audit`, `directory-sync` or `blacklist-check`.');
const cron = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('Cron expression: five fields, or six with seconds first.');
const timezone = z
  .string()
  .min(1)
  .max(64)
  .describe('IANA time zone in which the cron expression is read, such as `Europe/Paris`.');
const params = z
  .record(z.string().max(100), z.unknown())
  .describe('Parameters of the job, such as `{directory}`; the job says which.');
const missedRuns = z
  .enum(MISSED_RUNS)
  .describe(
    'What becomes of runs that were due while no worker was there: `run-once` makes one up, however many were missed; `skip` waits for the next.',
  );

export const NewScheduleBody = z
  .strictObject({
    name,
    job,
    cron,
    timezone: timezone.default('UTC'),
    params: params.default({}),
    enabled: z.boolean().default(true).describe('Whether it runs.'),
    missedRuns: missedRuns.default('run-once'),
  })
  .meta({
    id: 'NewSchedule',
    examples: [
      {
        name: EXAMPLE.name,
        job: 'password-audit',
        cron: EXAMPLE.cron,
        timezone: EXAMPLE.timezone,
        params: EXAMPLE.params,
      },
    ],
  });
export type NewScheduleBody = z.output<typeof NewScheduleBody>;

export const SchedulePatchBody = z
  .strictObject({
    name: name.optional(),
    cron: cron.optional(),
    timezone: timezone.optional(),
    params: params.optional(),
    enabled: z.boolean().optional().describe('Whether it runs.'),
    missedRuns: missedRuns.optional(),
  })
  .meta({ id: 'SchedulePatch', examples: [{ cron: '0 4 * * *', enabled: true }] });
export type SchedulePatchBody = z.output<typeof SchedulePatchBody>;

const moment = (what: string) => z.iso.datetime().nullable().describe(what);

const RunView = z.object({
  id: z.uuid(),
  status: z.enum(['running', 'done', 'failed']),
  dueAt: z.iso.datetime().describe('When it was due.'),
  startedAt: z.iso.datetime(),
  finishedAt: moment('When it ended; null before.'),
  progress: z
    .object({ done: z.int(), total: z.int().describe('0 until it is known.') })
    .describe('How far it has come.'),
  result: z.string().nullable().describe('What came of it, or why it failed.'),
  produced: z.string().nullable().describe('Id of what it made, such as an audit.'),
});

export const ScheduleView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    job,
    cron: z.string(),
    timezone: z.string(),
    params,
    enabled: z.boolean(),
    missedRuns,
    nextRunAt: moment('When it runs next; null while it is not enabled.'),
    lastRun: RunView.nullable().describe('The last run, or the one under way.'),
    lastSkipped: z
      .object({
        dueAt: z.iso.datetime(),
        reason: z
          .enum(['still-running', 'missed'])
          .describe('The run before was under way, or nobody was there in time.'),
      })
      .nullable()
      .describe('The last run that was due and was left out.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Schedule', examples: [EXAMPLE] });
export type ScheduleView = z.output<typeof ScheduleView>;

export const SchedulePage = pageView(ScheduleView, 'SchedulePage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** Where a page of schedules ends: the id of its last one. */
export const SchedulesCursor = z.object({ after: z.uuid() });
export const SchedulesQuery = PageQuery;
export type SchedulesQuery = z.output<typeof SchedulesQuery>;
