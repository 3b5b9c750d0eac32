import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, offsetMinutes, wallClockOf } from './zoned-time.js';

describe('a wall clock', () => {
  it.each([
    ['UTC', '2026-07-01T12:00:00', '2026-07-01T12:00:00.000Z'],
    ['+05:30', '2010-05-28T11:44:46', '2010-05-28T06:14:46.000Z'],
    ['-0330', '2026-07-01T12:00:00', '2026-07-01T15:30:00.000Z'],
    ['Asia/Kolkata', '2010-05-28T11:44:46', '2010-05-28T06:14:46.000Z'],
    ['Europe/Berlin', '2026-07-01T12:00:00', '2026-07-01T10:00:00.000Z'],
    ['Europe/Berlin', '2026-11-23T12:00:00', '2026-11-23T11:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T03:00:00', '2026-04-04T16:30:00.000Z'],
  ])('of %s tells what %s means', (timezone, wall, instant) => {
    expect(isoOf(timezone, wall)).toBe(instant);
  });

  it('takes the earlier of a time that is shown twice', () => {
    expect(isoOf('Europe/Berlin', '2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('counts a time that is skipped with the offset before', () => {
    expect(isoOf('Europe/Berlin', '2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('changes in the middle of an hour where the zone does', () => {
    expect(isoOf('America/St_Johns', '2006-04-02T00:00:30')).toBe('2006-04-02T03:30:30.000Z');
    expect(isoOf('America/St_Johns', '2006-04-02T01:02:00')).toBe('2006-04-02T03:32:00.000Z');
  });

  it('of a zone that does not exist is that of UTC', () => {
    expect(isoOf('Mars/Olympus', '2026-07-01T12:00:00')).toBe('2026-07-01T12:00:00.000Z');
  });

  it('shows what it was given, when the instant is formatted again', () => {
    const zones = ['Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Africa/Casablanca'];
    const from = Date.UTC(1971, 0);

    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: from, max: Date.UTC(2037, 0) }),
        (timezone, epochMs) => {
          const shown = shownIn(timezone, epochMs);

          const instant = wallClockOf(timezone)(shown);

          expect(shownIn(timezone, instant)).toBe(shown);
        },
      ),
    );
  });
});

describe('a zone', () => {
  it.each(['UTC', 'Europe/Berlin', '+05:30', '-0800'])('is %s', (text) => {
    expect(isTimeZone(text)).toBe(true);
  });

  it.each(['', 'Nowhere', '+25:00', '+05:99', '5', 'x'.repeat(1_000)])('is not %s', (text) => {
    expect(isTimeZone(text)).toBe(false);
  });

  it('has an offset in minutes', () => {
    expect([offsetMinutes('+0530'), offsetMinutes('-03:30'), offsetMinutes('0530')]).toEqual([
      330,
      -210,
      undefined,
    ]);
  });
});

function isoOf(timezone: string, wall: string): string {
  return new Date(wallClockOf(timezone)(Date.parse(`${wall}Z`))).toISOString();
}

function shownIn(timezone: string, epochMs: number): number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return Date.parse(`${format.format(epochMs).replace(' ', 'T')}Z`);
}
