import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRun, refuseLargeData } from './job-limits.js';

describe('the next run of a schedule', () => {
  it('is in its own time zone, summer time included', () => {
    const nightly = { cron: '30 2 * * *', timezone: 'Europe/Oslo' };

    expect(nextRun(nightly, new Date('2010-01-10T12:00:00Z'))?.toISOString()).toBe(
      '2010-01-11T01:30:00.000Z',
    );
    expect(nextRun(nightly, new Date('2010-07-10T12:00:00Z'))?.toISOString()).toBe(
      '2010-07-11T00:30:00.000Z',
    );
  });

  it.each([
    ['a day that no month has', { cron: '0 0 31 2 *', timezone: 'UTC' }],
    ['an unknown time zone', { cron: '0 0 * * *', timezone: 'Mars/Olympus' }],
    ['nothing', { cron: '', timezone: 'UTC' }],
    ['too few fields', { cron: '30 2', timezone: 'UTC' }],
    ['half a millisecond', { everyMs: 0.5 }],
  ])('is none for %s', (_case, recurrence) => {
    expect(nextRun(recurrence, new Date(0))).toBeUndefined();
  });

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (cron, timezone) => {
        expect(() => nextRun({ cron, timezone }, new Date(0))).not.toThrow();
      }),
    );
  });
});

describe('the size of a job', () => {
  it('is measured in bytes', () => {
    const data = { text: 'é'.repeat(2_040) };

    expect(() => refuseLargeData(data)).not.toThrow();
    expect(() => refuseLargeData({ text: `${data.text}ééé` })).toThrow();
  });
});
