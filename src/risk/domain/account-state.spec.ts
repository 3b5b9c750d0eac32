import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { decodeAccountState, encodeAccountState } from './account-state-text.js';
import { isInOrder, newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import { defaultDetectorSettings } from './detector-settings.js';
import { CASE_START, aFoldEvent, aMessage } from './fold-event.builder.js';
import { NO_SOURCE_FACTS } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';
import { foldEvent } from './fold.js';
import { StateFacts } from './state-facts.js';

const settings = defaultDetectorSettings();
const PLACES = [
  undefined,
  { country: 'IN', city: 'Pune', latitude: 18.52, longitude: 73.86 },
  { country: 'IN', city: 'Delhi', latitude: 28.61, longitude: 77.21 },
  { country: 'BR', latitude: -23.55, longitude: -46.63 },
  { country: 'NG' },
];

/** Events in order, a few minutes to a day apart, from few enough addresses that they come back. */
const history: fc.Arbitrary<FoldEvent[]> = fc
  .array(
    fc.record({
      gapMs: fc.oneof(fc.nat(5 * MINUTE_MS), fc.nat(2 * HOUR_MS), fc.nat(30 * HOUR_MS)),
      host: fc.nat(3),
      network: fc.nat(14),
      kind: fc.constantFrom('sign-in', 'failure', 'message', 'no-address'),
      sender: fc.constantFrom('own', 'nonexistent', 'foreign', 'other-account', 'unknown'),
      from: fc.nat(5),
      recipients: fc.nat(400),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = CASE_START;
    return steps.map(({ gapMs, host, network, kind, sender, from, recipients }, index) => {
      at += gapMs;
      const sourceIp =
        network < 3 ? `192.0.2.${network * 8 + host}` : `2001:db8:${network}::${host}`;
      const place = PLACES[network % PLACES.length];
      const step = { at, id: String(index).padStart(6, '0'), sourceIp, place };
      if (kind === 'failure') return aFoldEvent({ ...step, outcome: 'failure' });
      if (kind === 'no-address') return aFoldEvent({ ...step, sourceIp: undefined });
      if (kind === 'sign-in') return aFoldEvent(step);
      const message = { sender: `s${from}@example.test`, recipients, rejectedRecipients: from % 2 };
      return aMessage({ ...step, sender, message });
    });
  });

function foldAll(state: AccountState, events: readonly FoldEvent[]): unknown[] {
  return events.flatMap((event) => foldEvent(state, event, NO_SOURCE_FACTS, settings));
}

describe('the state of an account', () => {
  it('counts in every window what a recount over all events counts', () => {
    fc.assert(
      fc.property(history, (events) => {
        const state = newAccountState();
        for (const [index, folded] of events.entries()) {
          const facts = new StateFacts(state, folded, NO_SOURCE_FACTS);
          for (const windowMs of [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS]) {
            const used = events
              .slice(0, index + 1)
              .filter(({ event }) => event.at > folded.event.at - windowMs)
              .filter(({ event }) => event.outcome === 'success' && event.sourceIp !== undefined);

            expect(facts.distinctSightings(windowMs)).toMatchObject({
              addresses: new Set(used.map(({ event }) => event.sourceIp)).size,
              networks: new Set(used.map(({ network }) => network)).size,
              countries: new Set(used.flatMap(({ place }) => place?.country ?? [])).size,
            });
          }
          foldEvent(state, folded, NO_SOURCE_FACTS, settings);
        }
      }),
    );
  });

  it('goes on from its text as if it had never been written, from any point', () => {
    fc.assert(
      fc.property(history, fc.nat(60), (events, cut) => {
        const whole = newAccountState();
        const before = newAccountState();
        const expected = foldAll(whole, events);

        const first = foldAll(before, events.slice(0, cut));
        const restored = decodeAccountState(encodeAccountState(before));
        const second = foldAll(restored, events.slice(cut));

        expect([...first, ...second]).toEqual(expected);
        expect(encodeAccountState(restored)).toBe(encodeAccountState(whole));
      }),
    );
  });

  it('is at most 310 bytes for a quiet account with two addresses', () => {
    const state = newAccountState();
    const place = { country: 'IN', city: 'Pune', latitude: 18.52, longitude: 73.86 };
    foldAll(
      state,
      Array.from({ length: 300 }, (_, index) =>
        (index % 2 === 0 ? aFoldEvent : aMessage)({
          id: `0128de2c-0000-7000-8000-${String(index).padStart(12, '0')}`,
          at: CASE_START + index * HOUR_MS,
          sourceIp: index % 5 === 0 ? '203.0.113.21' : '203.0.113.20',
          place,
        }),
      ),
    );

    expect(encodeAccountState(state).length).toBeLessThanOrEqual(310);
  });

  it('is bounded however many addresses, senders and failures an attacker brings', () => {
    const state = newAccountState();
    for (let n = 0; n < 3_000; n += 1) {
      const at = CASE_START + n * 20_000;
      const hex = n.toString(16);
      const sourceIp = `2001:db8:${hex}:${hex}:ffff:ffff:ffff:${hex}`;
      const id = String(n).padStart(36, '0');
      const place = {
        country: String.fromCharCode(65 + (n % 26), 65 + (Math.floor(n / 26) % 26)),
        latitude: n % 90,
        longitude: n % 180,
      };
      const from = `s${n}@example.test`;
      foldAll(state, [
        aFoldEvent({ at, id: `${id}a`, sourceIp, outcome: 'failure' }),
        aMessage({ at, id: `${id}b`, sourceIp, place, sender: 'nonexistent', from }),
      ]);
    }

    expect(encodeAccountState(state).length).toBeLessThan(20_000);
  });

  it('knows which events come too late for it', () => {
    const state = newAccountState();
    foldAll(state, [aFoldEvent({ at: 1_000, id: 'b' })]);

    expect(isInOrder(state, 1_000, 'c')).toBe(true);
    expect(isInOrder(state, 1_001, 'a')).toBe(true);
    expect(isInOrder(state, 1_000, 'b')).toBe(false);
    expect(isInOrder(state, 999, 'z')).toBe(false);
  });
});
