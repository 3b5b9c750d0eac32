import type { Strength } from './strength.js';

/** A strength to test with: strong, without complaints. */
export function aStrength(overrides: Partial<Strength> = {}): Strength {
  return {
    score: 4,
    guessesLog10: 15,
    crackTimes: {
      online100PerHour: 'centuries',
      online10PerSecond: 'centuries',
      offlineSlowHash: 'centuries',
      offlineFastHash: '1 day',
    },
    patterns: [{ kind: 'bruteforce' }],
    suggestions: [],
    ...overrides,
  };
}
