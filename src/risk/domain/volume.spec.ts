import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import {
  BASELINE_PERIOD_DAYS,
  addMessage,
  baselineAt,
  newVolume,
  volumeInHourOf,
} from './volume.js';

// The start of a baseline period, so that days can be counted from it.
const START = BASELINE_PERIOD_DAYS * 1_000 * DAY_MS;

describe('the volume of an account', () => {
  it('counts messages and recipients of the clock hour', () => {
    const volume = newVolume();

    addMessage(volume, START + 1, 3);
    addMessage(volume, START + HOUR_MS - 1, 4);

    expect(volumeInHourOf(volume, START + HOUR_MS - 1)).toEqual({ messages: 2, recipients: 7 });
    expect(volumeInHourOf(volume, START + HOUR_MS)).toEqual({ messages: 0, recipients: 0 });
  });

  it('leaves today out of the baseline', () => {
    const volume = newVolume();

    addMessage(volume, START, 3);
    addMessage(volume, START + DAY_MS, 900);

    expect(baselineAt(volume, START + DAY_MS + 1)).toEqual({ messages: 1, recipients: 3, days: 1 });
  });

  it('remembers the busiest hour of the period before, and no longer', () => {
    const volume = newVolume();
    const period = BASELINE_PERIOD_DAYS * DAY_MS;

    addMessage(volume, START, 50);
    addMessage(volume, START + period, 1);

    expect(baselineAt(volume, START + 2 * period - 1).recipients).toBe(50);
    expect(baselineAt(volume, START + 2 * period).recipients).toBe(1);
    expect(baselineAt(volume, START + 3 * period).recipients).toBe(0);
  });
});
