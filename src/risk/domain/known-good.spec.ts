import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { type AccountState, newAccountState } from './account-state.js';
import { encodeAccountState } from './account-state-text.js';
import { CASE_START, aFoldEvent } from './fold-event.builder.js';
import type { FoldEvent } from './fold-event.js';
import { foldEvent } from './fold.js';
import { episodeStart, knownGood } from './known-good.js';
import type { KnownGoodHistory } from './known-good.js';
import type { Signal } from './signal.js';
import { LONDON, MUMBAI, QUIET, SETTINGS, officeWeeks } from './story.builder.js';

describe('the start of an episode', () => {
  it('is the first of the signals that no week of silence parts from the newest', () => {
    const days = [0, 3, 20, 26, 33, 39.5].map((day) => CASE_START + day * DAY_MS);

    expect(episodeStart(days)).toBe(days[2]);
  });

  it('does not depend on the order of the signals', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60 * DAY_MS), { maxLength: 20 }), (times) => {
        expect(episodeStart(times)).toBe(episodeStart(times.toSorted((a, b) => a - b)));
      }),
    );
  });

  it('is unknown when nothing was noticed', () => {
    expect(episodeStart([])).toBeUndefined();
  });
});

describe('the history that an account goes on with after the verdict compromised', () => {
  const attackAt = (at: number, host: number): FoldEvent =>
    aFoldEvent({ at, sourceIp: `198.51.100.${host}`, place: LONDON });

  /** The owner's weeks, then somebody else's day in London. */
  function attacked() {
    const state = newAccountState();
    foldAll(state, officeWeeks());
    const before = encodeAccountState(state);
    const signals = foldAll(
      state,
      Array.from({ length: 6 }, (_, n) => attackAt(CASE_START + n * HOUR_MS, 9)),
    );
    const { lastAt, lastId } = state;
    return { state, signals, history: { lastAt, lastId, state: before } };
  }

  function foldAll(
    state: AccountState,
    events: readonly FoldEvent[],
    history?: KnownGoodHistory,
  ): Signal[] {
    let known = state;
    return events.flatMap((event) => {
      known = knownGood(known, event, history);
      return [...foldEvent(known, event, QUIET, SETTINGS)];
    });
  }

  const detectors = (signals: readonly Signal[]) => [
    ...new Set(signals.map(({ detector }) => detector)),
  ];

  it('lets the same attack be noticed again', () => {
    const { signals, state, history } = attacked();
    const { state: unaware } = attacked();
    const back = [attackAt(CASE_START + 2 * DAY_MS, 9)];

    expect(detectors(signals)).toContain('new-country');
    expect(detectors(foldAll(unaware, back))).not.toContain('new-country');
    expect(detectors(foldAll(state, back, history))).toContain('new-country');
  });

  it('lets the owner come home without a signal', () => {
    const { state, history } = attacked();
    const home = aFoldEvent({
      at: CASE_START + 5 * HOUR_MS + 20 * MINUTE_MS,
      sourceIp: '192.0.2.10',
      place: MUMBAI,
    });

    expect(foldAll(state, [home], history)).toEqual([]);
  });

  it('is taken up once, so that what is learnt afterwards stays', () => {
    const { state, history } = attacked();
    const moved = Array.from({ length: 3 }, (_, n) => attackAt(CASE_START + (2 + n) * DAY_MS, 20));
    const signals = foldAll(state, moved, history);

    expect(signals.filter(({ detector }) => detector === 'new-country')).toHaveLength(1);
  });

  it('holds from the verdict on, and not for events of before that come late', () => {
    const { history } = attacked();
    const late = attackAt(CASE_START + HOUR_MS / 2, 9);
    const state = newAccountState();
    foldAll(state, officeWeeks());

    expect(knownGood(state, late, history)).toBe(state);
  });

  it('begins anew where everything of before has been dropped', () => {
    const { history } = attacked();
    const next = attackAt(CASE_START + 2 * DAY_MS, 9);
    const state = knownGood(newAccountState(), next, history);

    expect(state.networks.has('192.0.2.0/24')).toBe(true);
  });

  it('keeps the time of the first event', () => {
    const { state, history } = attacked();
    const restored = knownGood(state, attackAt(CASE_START + DAY_MS, 9), {
      ...history,
      state: encodeAccountState(newAccountState()),
    });

    expect([restored.firstAt, restored.lastId]).toEqual([state.firstAt, state.lastId]);
    expect(restored.networks.keys).toEqual([]);
  });
});
