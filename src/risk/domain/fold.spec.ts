import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { newAccountState } from './account-state.js';
import { CASE_START, aFoldEvent } from './fold-event.builder.js';
import { foldEvent } from './fold.js';
import {
  BRAZIL,
  MUMBAI,
  QUIET,
  SETTINGS,
  SPRAYER,
  WORLD,
  botnet,
  fold,
  officeWeeks,
  peakOf,
  session,
  times,
} from './story.builder.js';

describe('an account that a botnet uses', () => {
  it('is high after three sessions with invented senders, without geolocation', () => {
    expect(peakOf(botnet(3))).toBeGreaterThanOrEqual(50);
  });

  it('is high after five sign-ins without senders and without geolocation', () => {
    expect(peakOf(botnet(5, { sender: 'unknown' }))).toBeGreaterThanOrEqual(50);
  });

  it('is high after three sign-ins with geolocation alone', () => {
    const events = botnet(3, { places: WORLD, sender: 'unknown' });

    expect(peakOf(events)).toBeGreaterThanOrEqual(50);
  });

  it('is critical in the end, with a bounded number of signals', () => {
    const events = botnet(300, { places: WORLD });

    const signals = fold(events);

    expect(peakOf(events)).toBeGreaterThanOrEqual(95);
    expect(signals.length).toBeLessThan(40);
  });

  it('is high when it sends slowly, some minutes apart', () => {
    const events = times(12, (n) =>
      session(CASE_START + n * 9 * MINUTE_MS, {
        sourceIp: `2001:db8:${n + 1}::1`,
        sender: 'unknown',
      }),
    );

    expect(peakOf(events)).toBeGreaterThanOrEqual(50);
  });

  it('is high although its owner goes on working from the office', () => {
    const owner = times(30, (n) =>
      session(CASE_START + n * 4 * MINUTE_MS, { sourceIp: '192.0.2.10', place: MUMBAI }),
    );

    expect(peakOf([...officeWeeks(), ...owner, ...botnet(6)])).toBeGreaterThanOrEqual(50);
  });
});

describe('a known account', () => {
  it('is high when a guess hits at a network that sprays', () => {
    const guesses = times(30, (n) => [
      aFoldEvent({ at: CASE_START + n * MINUTE_MS, sourceIp: '203.0.113.66', outcome: 'failure' }),
    ]);
    const hit = session(CASE_START + HOUR_MS, { sourceIp: '203.0.113.66', place: BRAZIL });

    expect(peakOf([...officeWeeks(), ...guesses, ...hit], SPRAYER)).toBeGreaterThanOrEqual(50);
  });

  it('gives the same signals however often it is folded', () => {
    const events = [...officeWeeks(), ...botnet(20, { places: WORLD })];

    expect(fold(events)).toEqual(fold(events));
  });

  it('gets no signal from a detector that is switched off', () => {
    const state = newAccountState();
    const off = new Map([...SETTINGS].map(([id, s]) => [id, { ...s, enabled: false }]));

    const signals = botnet(20).flatMap((event) => foldEvent(state, event, QUIET, off));

    expect(signals).toEqual([]);
  });
});
