import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../kernel/clock.js';
import { nextRun } from '../../platform/queue/job-limits.js';
import { decideDue, type Schedule, type ScheduleRun } from './schedule.js';

const DUE = new Date('2026-11-26T02:30:00.000Z');
const after = (ms: number) => new Date(DUE.getTime() + ms);

function aSchedule(overrides: Partial<Schedule> = {}): Schedule {
  return {
    id: '01937a5e-0000-7000-8000-000000000040',
    name: 'nightly',
    job: 'password-audit',
    cron: '30 2 * * *',
    timezone: 'UTC',
    params: {},
    enabled: true,
    missedRuns: 'run-once',
    nextRunAt: DUE,
    createdBy: 'api-key:1',
    createdAt: new Date('2026-11-01T00:00:00.000Z'),
    ...overrides,
  };
}

function aRun(overrides: Partial<ScheduleRun> = {}): ScheduleRun {
  const at = '2026-11-26T02:29:00.000Z';
  return {
    id: '01937a5e-0000-7000-8000-000000000041',
    status: 'running',
    dueAt: at,
    startedAt: at,
    heardAt: at,
    progress: { done: 0, total: 0 },
    ...overrides,
  };
}

describe('a reminder of a schedule', () => {
  it('starts the run that is due', () => {
    expect(decideDue(aSchedule(), after(3))).toEqual({ kind: 'run', dueAt: DUE });
  });

  it.each([
    ['before its time', aSchedule(), after(-1_000)],
    ['when it was switched off', aSchedule({ enabled: false }), after(0)],
    ['a second time', aSchedule({ nextRunAt: after(24 * 60 * MINUTE_MS) }), after(1)],
  ])('finds nothing due %s', (_case, schedule, now) => {
    expect(decideDue(schedule, now)).toEqual({ kind: 'not-due' });
  });

  it('leaves the run out while the last one is under way', () => {
    const decision = decideDue(aSchedule({ lastRun: aRun() }), after(0));

    expect(decision).toMatchObject({ kind: 'skip', skip: { reason: 'still-running' } });
  });

  it('does not wait for a run that was lost', () => {
    const lost = aRun({ heardAt: after(-11 * MINUTE_MS).toISOString() });

    expect(decideDue(aSchedule({ lastRun: lost }), after(0)).kind).toBe('run');
  });

  it('makes a missed run up once, or leaves it out, as the schedule says', () => {
    const late = after(6 * MINUTE_MS);

    expect(decideDue(aSchedule(), late).kind).toBe('run');
    expect(decideDue(aSchedule({ missedRuns: 'skip' }), late)).toEqual({
      kind: 'skip',
      skip: { dueAt: DUE.toISOString(), reason: 'missed' },
    });
  });
});

describe('the next run', () => {
  const berlin = (cron: string, from: string) =>
    nextRun({ cron, timezone: 'Europe/Berlin' }, new Date(from))?.toISOString();

  it('follows the clocks of the time zone in winter and in summer', () => {
    expect(berlin('30 4 * * *', '2026-01-10T00:00:00Z')).toBe('2026-01-10T03:30:00.000Z');
    expect(berlin('30 4 * * *', '2026-07-10T00:00:00Z')).toBe('2026-07-10T02:30:00.000Z');
  });

  it('comes once on the night on which an hour comes twice', () => {
    const first = berlin('30 2 * * *', '2026-10-24T22:00:00Z');
    const second = berlin('30 2 * * *', first ?? '');

    expect(first?.slice(0, 10)).toBe('2026-10-25');
    expect(second?.slice(0, 10)).toBe('2026-10-26');
  });

  it('is never for a day that does not exist', () => {
    expect(berlin('0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
