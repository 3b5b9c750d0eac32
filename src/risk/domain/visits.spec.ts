import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import { decodeAccountState, encodeAccountState } from './account-state-text.js';
import { applyEvent } from './apply-event.js';
import { CASE_START, aFoldEvent, aMessage } from './fold-event.builder.js';
import type { FoldEvent } from './fold-event.js';
import { LONDON, MUMBAI, WORLD } from './story.builder.js';
import { MAX_VISITS, parallelUseOf } from './visits.js';

const OFFICE = { sourceIp: '192.0.2.10', place: MUMBAI };
const AFAR = { sourceIp: '203.0.113.5', place: LONDON };
const SITE = { isShared: () => false, isProviderShared: () => false };

function workedFor(days: number, other = {}): AccountState {
  const state = newAccountState();
  for (let n = 0; n < days; n += 1)
    for (let turn = 0; turn < 4; turn += 1) {
      const at = CASE_START + (n - days) * DAY_MS + turn * HOUR_MS;
      applyEvent(state, aFoldEvent({ at, id: `${at}a`, ...OFFICE, ...(turn === 3 && other) }));
      applyEvent(state, aMessage({ at: at + 1, id: `${at}b`, ...OFFICE }));
    }
  return state;
}

/** On each day somebody reads afar, and an hour later the owner does something at his desk. */
function daysOfReading(state: AccountState, days: number, desk: typeof aFoldEvent): number[] {
  const seen: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const at = CASE_START + day * DAY_MS;
    applyEvent(state, aFoldEvent({ at, id: `${at}a`, ...AFAR }));
    const later: FoldEvent = desk({ at: at + HOUR_MS, id: `${at}b`, ...OFFICE });
    seen.push(parallelUseOf(state, later, SITE)?.days ?? 0);
    applyEvent(state, later);
  }
  return seen;
}

describe('a visit to a far network', () => {
  it('is in parallel on each day on which the owner writes at his desk', () => {
    expect(daysOfReading(workedFor(8), 4, aMessage)).toEqual([1, 2, 3, 4]);
  });

  it('shows nothing while a program at the desk goes on polling', () => {
    expect(daysOfReading(workedFor(8), 4, aFoldEvent)).toEqual([0, 0, 0, 0]);
  });

  it('shows nothing of an account that was used at far places from the beginning', () => {
    const state = workedFor(8, { sourceIp: '198.51.100.5', place: WORLD[0] });

    expect(daysOfReading(state, 4, aMessage)).toEqual([0, 0, 0, 0]);
  });

  it('shows nothing when there was time for the way', () => {
    const state = workedFor(8);
    applyEvent(state, aFoldEvent({ at: CASE_START, ...AFAR }));

    const later = aMessage({ at: CASE_START + 6 * HOUR_MS, ...OFFICE });

    expect(parallelUseOf(state, later, SITE)).toBeUndefined();
  });

  it('is none at a network that the site shares, or through a provider that it has', () => {
    for (const site of [
      { ...SITE, isShared: () => true },
      { ...SITE, isProviderShared: () => true },
    ]) {
      const state = workedFor(8);
      applyEvent(state, aFoldEvent({ at: CASE_START, ...AFAR }), site);

      expect(state.visits).toBeUndefined();
    }
  });

  it('is followed with bounded memory, and the same from what was written down', () => {
    const step = fc.record({ gap: fc.nat(30 * HOUR_MS), where: fc.nat(9), isMail: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const state = workedFor(8);
        let at = CASE_START;
        for (const { gap, where, isMail } of steps) {
          at += gap;
          const place = WORLD[where] ?? MUMBAI;
          const sourceIp = WORLD[where] ? `2001:db8:${where}::1` : OFFICE.sourceIp;
          const id = String(at).padStart(16, '0');
          applyEvent(state, (isMail ? aMessage : aFoldEvent)({ at, id, place, sourceIp }));
        }

        expect(state.visits?.length ?? 0).toBeLessThanOrEqual(MAX_VISITS);
        const text = encodeAccountState(state);
        expect(encodeAccountState(decodeAccountState(text))).toBe(text);
      }),
    );
  });
});
