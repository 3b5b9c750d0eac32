import { describe, expect, it } from 'vitest';
import { QuietHours } from './guard-rail-settings.js';
import { quietUntil } from './quiet-hours.js';

const NIGHT = QuietHours.parse({
  days: ['fri'],
  from: '22:00',
  to: '06:00',
  timezone: 'Europe/Berlin',
});
/** In Berlin's winter, an hour ahead of UTC. 27 November 2026 is a Friday. */
const berlin = (day: number, hour: number, minute = 0) =>
  Date.UTC(2026, 10, day, hour - 1, minute, 12, 345);

describe('quiet hours', () => {
  it('hold from the evening of their day to the next morning, by the local clock', () => {
    expect(quietUntil([NIGHT], berlin(27, 21, 59))).toBeUndefined();
    expect(quietUntil([NIGHT], berlin(27, 22))).toBe(Date.UTC(2026, 10, 28, 5));
    expect(quietUntil([NIGHT], berlin(28, 5, 59))).toBe(Date.UTC(2026, 10, 28, 5));
    expect(quietUntil([NIGHT], berlin(28, 6))).toBeUndefined();
  });

  it('do not begin on other days', () => {
    expect(quietUntil([NIGHT], berlin(26, 23))).toBeUndefined();
    expect(quietUntil([NIGHT], berlin(28, 23))).toBeUndefined();
  });

  it('last until the latest of those that overlap', () => {
    const morning = QuietHours.parse({ from: '05:00', to: '08:00', timezone: 'Europe/Berlin' });

    expect(quietUntil([NIGHT, morning], berlin(28, 5, 30))).toBe(Date.UTC(2026, 10, 28, 7));
  });

  it('are refused in a zone that there is not', () => {
    expect(
      QuietHours.safeParse({ from: '22:00', to: '06:00', timezone: 'Mars/Base' }).success,
    ).toBe(false);
  });
});
