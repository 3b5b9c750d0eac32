import { describe, expect, it } from 'vitest';
import type { AttackFigures } from './judge.js';
import { verdictsOn } from './targets.js';

function figures(overrides: Partial<AttackFigures> = {}): AttackFigures {
  return {
    episodes: 100,
    detected: 100,
    recall: 1,
    medianSignInsUntilDetection: 3,
    medianMessagesUntilDetection: 4,
    ...overrides,
  };
}

const PERFECT = {
  falseAlarms: 2,
  falseAlarmsPer1000AccountDays: 0.05,
  attacks: {
    botnet: figures(),
    stuffing: figures(),
    spraying: figures(),
    'quiet-reader': figures({ recall: 0.9 }),
    'residential-nearby': figures({ recall: 0.9 }),
  },
};

function missedOf(product: Parameters<typeof verdictsOn>[0]): readonly string[] {
  return verdictsOn(product)
    .filter(({ met }) => !met)
    .map(({ target }) => target);
}

describe('the targets of detection', () => {
  it('are met at their bounds', () => {
    expect(missedOf(PERFECT)).toEqual([]);
  });

  it.each([
    ['recall of botnet', { attacks: { ...PERFECT.attacks, botnet: figures({ recall: 0.98 }) } }],
    [
      'recall of stuffing',
      { attacks: { ...PERFECT.attacks, stuffing: figures({ recall: 0.98 }) } },
    ],
    ['false alarms per 1,000 accounts a day', { falseAlarmsPer1000AccountDays: 0.051 }],
    [
      "the botnet's messages until detection, median",
      { attacks: { ...PERFECT.attacks, botnet: figures({ medianMessagesUntilDetection: 5 }) } },
    ],
  ])('miss %s when it is beyond', (target, overrides) => {
    expect(missedOf({ ...PERFECT, ...overrides })).toEqual([target]);
  });

  it('are missed where nothing was measured', () => {
    expect(missedOf({ ...PERFECT, attacks: {} })).toHaveLength(7);
  });
});
