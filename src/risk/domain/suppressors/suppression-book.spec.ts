import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../kernel/clock.js';
import { newAccountState } from '../account-state.js';
import { CASE_START, aFoldEvent } from '../fold-event.builder.js';
import type { FoldEvent } from '../fold-event.js';
import { foldEvent } from '../fold.js';
import type { Signal } from '../signal.js';
import { QUIET, SETTINGS, WORLD, botnet, times } from '../story.builder.js';
import { settle } from './settled-evidence.js';
import { SuppressionBook } from './suppression-book.js';
import type { Suppressor } from './suppressor.js';

const { accountId } = aFoldEvent();

function aSuppressor(overrides: Partial<Suppressor>): Suppressor {
  return { id: 's1', kind: 'trusted-network', enabled: true, ...overrides };
}

function foldWith(book: SuppressionBook, events: readonly FoldEvent[]): Signal[] {
  const state = newAccountState();
  return events.flatMap((event) => {
    const declared = book.declarationOf(event);
    return foldEvent(state, { ...event, declared }, QUIET, SETTINGS, book);
  });
}

/** Sign-ins from networks of one carrier, a few minutes apart. */
const onMobile = times(20, (n) => [
  aFoldEvent({
    at: CASE_START + n * 3 * MINUTE_MS,
    sourceIp: `100.64.${n}.1`,
    place: WORLD[n % WORLD.length],
  }),
]);

describe('what operators have declared', () => {
  it('keeps the signals visible and says what silenced them', () => {
    const book = new SuppressionBook([
      aSuppressor({ id: 'trip', kind: 'announced-travel', accountId, to: CASE_START + DAY_MS }),
    ]);

    const signals = foldWith(book, botnet(6, { places: WORLD, sender: 'unknown' }));

    expect(signals.length).toBeGreaterThan(0);
    expect(new Set(signals.map(({ suppressedBy }) => suppressedBy))).toEqual(
      new Set(['announced-travel:trip']),
    );
  });

  it('makes networks of a carrier one that nobody counts', () => {
    const book = new SuppressionBook([
      aSuppressor({ kind: 'mobile-network', network: '100.64.0.0/10' }),
    ]);

    const counting = foldWith(book, onMobile).filter(({ suppressedBy }) => !suppressedBy);

    expect(foldWith(new SuppressionBook([]), onMobile).length).toBeGreaterThan(0);
    expect(counting).toEqual([]);
  });

  it('never silences a forged sender from a trusted network', () => {
    const book = new SuppressionBook([aSuppressor({ network: '2001:db8::/32' })]);

    const counting = foldWith(book, botnet(6)).filter(({ suppressedBy }) => !suppressedBy);

    expect(counting.map(({ detector }) => detector)).toContain('sender-nonexistent');
  });

  it('holds nothing back once it is over', () => {
    const events = botnet(8, { places: WORLD, sender: 'unknown' });
    const book = new SuppressionBook([
      aSuppressor({ kind: 'announced-travel', accountId, to: CASE_START + 2 * MINUTE_MS }),
    ]);

    const counting = foldWith(book, events).filter(({ suppressedBy }) => !suppressedBy);

    expect(counting.length).toBeGreaterThan(0);
    expect(Math.min(...counting.map(({ at }) => at))).toBeGreaterThanOrEqual(
      CASE_START + 2 * MINUTE_MS,
    );
  });

  it.each([
    ['another account', { kind: 'announced-travel', accountId: 'somebody-else' }],
    ['other countries', { kind: 'announced-travel', accountId, countries: ['CH'] }],
    ['another network', { network: '192.0.2.0/24' }],
    ['nothing while it is switched off', { network: '2001:db8::/32', enabled: false }],
    ['an account that is older', { kind: 'learning-period', days: 1 }],
  ] as const)('silences nothing when it speaks of %s', (_case, overrides) => {
    const old = [aFoldEvent({ at: CASE_START - 3 * DAY_MS, id: '0' })];
    const events = [...old, ...botnet(6, { places: WORLD, sender: 'unknown' })];
    const book = new SuppressionBook([aSuppressor(overrides)]);

    expect(foldWith(book, events).some(({ suppressedBy }) => suppressedBy)).toBe(false);
  });

  it('silences what a verdict has settled, and nothing beyond it', () => {
    const events = botnet(6, { places: WORLD, sender: 'unknown' });
    const raised = foldWith(new SuppressionBook([]), events);
    const known = {
      networks: events.flatMap(({ network }) => network ?? []),
      countries: WORLD.flatMap(({ country }) => country ?? []),
    };
    const settled = new Map(
      raised.map(({ detector }) => [
        detector,
        settle(
          raised.filter((one) => one.detector === detector).map(({ evidence }) => evidence),
          known,
        ),
      ]),
    );
    const book = new SuppressionBook([], new Map([[accountId, settled]]));

    const again = foldWith(book, events);
    const more = foldWith(book, botnet(40, { places: WORLD }));

    expect(again.every(({ suppressedBy }) => suppressedBy === 'verdict:safe')).toBe(true);
    expect(more.some(({ suppressedBy }) => suppressedBy === undefined)).toBe(true);
  });
});
