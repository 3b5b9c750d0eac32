import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/clock.js';
import { defaultDetectorSettings } from './detector-settings.js';
import { DETECTORS } from './detectors.js';
import { levelOf } from './level.js';
import { VERDICT_DETECTOR, contributions, explain, scoreOf } from './scoring.js';
import type { ScorableSignal, ScoreInput } from './scoring.js';

const NOW = Date.UTC(2026, 10, 23);
const settings = defaultDetectorSettings();
const everythingWeighsOne = new Map(
  [...settings].map(([id, setting]) => [id, { ...setting, weight: 1 }]),
);

function aSignal(overrides: Partial<ScorableSignal> = {}): ScorableSignal {
  return {
    id: 'signal-1',
    detector: 'distributed-sign-ins',
    at: NOW,
    confidence: 1,
    summary: 'Signed in from 9 addresses.',
    ...overrides,
  };
}

function anInput(signals: readonly ScorableSignal[], rest: Partial<ScoreInput> = {}): ScoreInput {
  return { signals, settings, asOf: NOW, ...rest };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.array(
  share.map((contribution) => ({ contribution })),
  { maxLength: 12 },
);
const someSignals = fc.array(
  fc.record({
    id: fc.uuid(),
    detector: fc.constantFrom(...DETECTORS.map(({ id }) => id)),
    at: fc.integer({ min: NOW - 5 * DAY_MS, max: NOW }),
    confidence: share,
    summary: fc.constant('A signal.'),
  }),
  { maxLength: 20 },
);

describe('a score', () => {
  it('is 0 without contributions and stays within 0..100', () => {
    expect(scoreOf([])).toBe(0);
    fc.assert(
      fc.property(shares, (parts) => {
        expect(scoreOf(parts)).toBeGreaterThanOrEqual(0);
        expect(scoreOf(parts)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('never falls when a contribution grows', () => {
    fc.assert(
      fc.property(shares, share, share, (parts, a, b) => {
        const less = scoreOf([...parts, { contribution: Math.min(a, b) }]);
        const more = scoreOf([...parts, { contribution: Math.max(a, b) }]);

        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });

  it('does not depend on the order of the contributions', () => {
    fc.assert(
      fc.property(shares, (parts) => {
        expect(scoreOf(parts.toReversed())).toBe(scoreOf(parts));
      }),
    );
  });

  it('recomputes to the digit from its stored contributions', () => {
    fc.assert(
      fc.property(someSignals, (signals) => {
        const { score, contributions: parts } = explain(anInput(signals));

        const stored: typeof parts = JSON.parse(JSON.stringify(parts));

        expect(scoreOf(stored)).toBe(score);
      }),
    );
  });

  it('does not depend on the order of the signals', () => {
    fc.assert(
      fc.property(someSignals, (signals) => {
        expect(explain(anInput(signals.toReversed()))).toEqual(explain(anInput(signals)));
      }),
    );
  });
});

describe('contributions', () => {
  it('are weight × confidence × decay, with a half-life of a day', () => {
    const [part] = contributions(anInput([aSignal({ at: NOW - DAY_MS, confidence: 0.5 })]));

    expect(part).toMatchObject({ weight: 0.8, confidence: 0.5, decay: 0.5, contribution: 0.2 });
  });

  it('hold only the strongest signal of each detector, so repetition does not inflate', () => {
    const weak = aSignal({ id: 'weak', confidence: 0.3 });
    const strong = aSignal({ id: 'strong', confidence: 0.9 });

    const parts = contributions(anInput([weak, strong, { ...weak, id: 'again' }]));

    expect(parts.map(({ signalId }) => signalId)).toEqual(['strong']);
  });

  it('leave out detectors that are off or unknown', () => {
    const off = new Map(settings).set('distributed-sign-ins', {
      enabled: false,
      weight: 1,
      options: {},
    });

    const parts = contributions(
      anInput([aSignal(), aSignal({ detector: 'long-gone' })], { settings: off }),
    );

    expect(parts).toEqual([]);
  });

  it('count nothing up to the verdict "safe", and everything after it', () => {
    const verdict = { id: 'verdict-1', kind: 'safe', at: NOW } as const;

    expect(explain(anInput([aSignal()], { verdict })).score).toBe(0);
    expect(explain(anInput([aSignal({ at: NOW + 1 })], { verdict })).score).toBe(80);
  });

  it('score a confirmed compromise with 100, however long ago', () => {
    const verdict = { id: 'verdict-1', kind: 'compromised', at: NOW - 400 * DAY_MS } as const;

    const { score, contributions: parts } = explain(anInput([], { verdict }));

    expect(score).toBe(100);
    expect(parts).toMatchObject([{ detector: VERDICT_DETECTOR, decay: 1, contribution: 1 }]);
  });
});

describe('failures alone', () => {
  const guessing = aSignal({ id: 'guessing', detector: 'password-guessing' });

  it('never make an account high, whatever the weights', () => {
    const { score, contributions: parts } = explain(
      anInput([guessing], { settings: everythingWeighsOne }),
    );

    expect(levelOf(score)).toBe('medium');
    expect(parts[0]?.contribution).toBeLessThan(0.5);
  });

  it('never lift an account over the threshold that other evidence leaves it below', () => {
    fc.assert(
      fc.property(share, share, (confidence, others) => {
        const rest = aSignal({ confidence: others });
        const without = explain(anInput([rest], { settings: everythingWeighsOne })).score;
        fc.pre(without < 50);

        const { score } = explain(
          anInput([rest, { ...guessing, confidence }], { settings: everythingWeighsOne }),
        );

        expect(score).toBeLessThan(50);
        expect(score).toBeGreaterThanOrEqual(without);
      }),
    );
  });

  it('count in full beside evidence that is high by itself', () => {
    const parts = contributions(anInput([aSignal(), guessing]));

    expect(parts.map(({ contribution }) => contribution)).toEqual([0.8, 0.2]);
  });
});

describe('a level', () => {
  it.each([
    [0, 'low'],
    [24.99, 'low'],
    [25, 'medium'],
    [50, 'high'],
    [79.99, 'high'],
    [80, 'critical'],
    [100, 'critical'],
  ])('of the score %d is %s', (score, level) => {
    expect(levelOf(score)).toBe(level);
  });
});
