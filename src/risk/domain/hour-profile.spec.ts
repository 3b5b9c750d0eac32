import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { hoursFromUsual, hoursUsed, noteHour } from './hour-profile.js';

const START = Date.UTC(2026, 0, 5);

describe('the hours of an account', () => {
  it('are no farther than half a day from any hour, and none from those that were used', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(23), { minLength: 1 }), fc.nat(23), (used, asked) => {
        const profile = { hoursNow: 0, hoursPrior: 0 };
        for (const hour of used) noteHour(profile, START + hour * HOUR_MS, START / DAY_MS);

        const away = hoursFromUsual(profile, START + asked * HOUR_MS);
        const truth = Math.min(
          ...used.map((hour) => Math.min((hour - asked + 24) % 24, (asked - hour + 24) % 24)),
        );
        expect(away).toBe(truth);
        expect(hoursUsed(profile)).toBe(used.length);
      }),
    );
  });

  it('are forgotten after two periods without use', () => {
    const profile = { hoursNow: 0, hoursPrior: 0 };
    noteHour(profile, START + 3 * HOUR_MS, -1);
    noteHour(profile, START + 60 * DAY_MS + 9 * HOUR_MS, START / DAY_MS);

    expect(hoursUsed(profile)).toBe(1);
    expect(hoursFromUsual(profile, START + 3 * HOUR_MS)).toBe(6);
  });

  it('are of no help before the first sign-in', () => {
    expect(hoursFromUsual({ hoursNow: 0, hoursPrior: 0 }, START)).toBe(12);
  });
});
