import { describe, expect, it } from 'vitest';
import { secondsOf, waveEvery } from './duration.js';

describe('the time between waves', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7_200],
    ['1d', 86_400],
  ])('is %s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
    expect(waveEvery.safeParse(text).success).toBe(true);
  });

  it.each(['', '15', 'm', '-1m', '1.5h', '0s', '8d', '15 m', '1w', '9999999s'])(
    'is not %j',
    (text) => {
      expect(waveEvery.safeParse(text).success).toBe(false);
    },
  );
});
