import { describe, expect, it } from 'vitest';
import { defaultDetectorSettings, parseDetectorOptions } from './detector-settings.js';
import { DETECTORS } from './detectors.js';

describe('detector settings', () => {
  it('have every detector switched on by default', () => {
    const settings = defaultDetectorSettings();

    expect([...settings.keys()]).toEqual(DETECTORS.map(({ id }) => id));
    expect([...settings.values()].every(({ enabled }) => enabled)).toBe(true);
  });

  it('fill in the options that are left out', () => {
    expect(parseDetectorOptions('impossible-travel', { maxSpeedKmh: 500 })).toEqual({
      maxSpeedKmh: 500,
      geolocationErrorKm: 300,
      minDistanceKm: 200,
      minDays: 3,
      learningSignIns: 10,
      learningFactor: 0.7,
    });
  });

  it('refuse options that are not valid, and say which', () => {
    expect(() => parseDetectorOptions('impossible-travel', { maxSpeedKmh: -1 })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'detector-options-invalid',
        details: { errors: [expect.objectContaining({ path: 'options.maxSpeedKmh' })] },
      }),
    );
  });

  it('refuse a detector that does not exist', () => {
    expect(() => parseDetectorOptions('no-such-detector', {})).toThrow(
      expect.objectContaining({ kind: 'not-found', code: 'detector-not-found' }),
    );
  });
});
