import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_STATUSES } from './action.js';
import { type CampaignCounts, countedAs, nextStep } from './reset-campaign.js';

const NOW = Date.UTC(2026, 10, 23, 8);
const NONE: CampaignCounts = { excluded: 0, pending: 0, open: 0, done: 0, failed: 0 };
const CAMPAIGN = {
  wave: 2,
  seenWave: 0,
  waveSize: 50,
  canarySize: 3,
  pauseAtFailurePercent: 20,
  nextWaveAt: new Date(NOW),
};

function step(
  all: Partial<CampaignCounts>,
  lastWave: Partial<CampaignCounts> = {},
  campaign: Partial<typeof CAMPAIGN> = {},
) {
  const counts = { all: { ...NONE, ...all }, lastWave: { ...NONE, ...lastWave } };
  return nextStep({ ...CAMPAIGN, ...campaign }, counts, NOW);
}

describe('the next step of a reset campaign', () => {
  it('is a wave when the time has come and the last one is over', () => {
    expect(step({ pending: 100 }, { done: 50 })).toEqual({ do: 'begin-wave', size: 50 });
  });

  it('is a canary wave at first, where there is one', () => {
    expect(step({ pending: 100 }, {}, { wave: 0 })).toEqual({ do: 'begin-wave', size: 3 });
    expect(step({ pending: 100 }, {}, { wave: 0, canarySize: 0 })).toEqual({
      do: 'begin-wave',
      size: 50,
    });
  });

  it('is to wait until the time has come', () => {
    const nextWaveAt = new Date(NOW + 1_000);

    expect(step({ pending: 1 }, {}, { nextWaveAt })).toEqual({ do: 'wait', untilMs: NOW + 1_000 });
  });

  it('is to wait for the last of a wave, even when all have begun', () => {
    expect(step({ pending: 1, open: 1 })).toEqual({ do: 'wait-for-wave' });
    expect(step({ pending: 0, open: 1 })).toEqual({ do: 'wait-for-wave' });
  });

  it('is to pause when too many of a wave failed', () => {
    expect(step({ pending: 1 }, { done: 8, failed: 2 })).toMatchObject({
      do: 'pause',
      outcome: { code: 'too-many-failures' },
    });
    expect(step({ pending: 1 }, { done: 9, failed: 2 })).toMatchObject({ do: 'begin-wave' });
  });

  it('is to pause when one canary failed', () => {
    expect(step({ pending: 1 }, { done: 9, failed: 1 }, { wave: 1 })).toMatchObject({
      do: 'pause',
      outcome: { code: 'canary-failed' },
    });
  });

  it('is to go on when an operator has seen the failures', () => {
    expect(step({ pending: 1 }, { failed: 5 }, { seenWave: 2 })).toMatchObject({
      do: 'begin-wave',
    });
  });

  it('is to finish when nobody is left, however it went', () => {
    expect(step({ done: 8, failed: 2 }, { done: 8, failed: 2 })).toEqual({ do: 'finish' });
    expect(step({})).toEqual({ do: 'finish' });
  });

  it('never begins a wave while an action is open, and never finishes while one is left', () => {
    const counts = fc.record({
      excluded: fc.nat(9),
      pending: fc.nat(9),
      open: fc.nat(9),
      done: fc.nat(9),
      failed: fc.nat(9),
    });
    fc.assert(
      fc.property(counts, counts, fc.nat(3), (all, lastWave, wave) => {
        const { do: next } = step(all, lastWave, { wave });

        expect(next !== 'begin-wave' || (all.open === 0 && all.pending > 0)).toBe(true);
        expect(next !== 'finish' || (all.open === 0 && all.pending === 0)).toBe(true);
      }),
    );
  });
});

describe('the state of an account in a campaign', () => {
  it('is one for every status of its action', () => {
    const states = ACTION_STATUSES.map((action) => countedAs({ isExcluded: false, action }));

    expect(states.join(' ')).toBe('open open open done done failed failed failed failed');
    expect(countedAs({ isExcluded: false, action: undefined })).toBe('pending');
    expect(countedAs({ isExcluded: true, action: undefined })).toBe('excluded');
  });
});
