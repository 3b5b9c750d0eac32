import { DAY_MS, SECOND_MS } from '../../kernel/clock.js';
import type { Place } from '../../kernel/geo.js';
import { newAccountState } from './account-state.js';
import { defaultDetectorSettings } from './detector-settings.js';
import { CASE_START, aFoldEvent, aMessage } from './fold-event.builder.js';
import type { FoldEventOverrides } from './fold-event.builder.js';
import { NO_SOURCE_FACTS } from './fold-event.js';
import type { FoldEvent, SourceFacts } from './fold-event.js';
import { foldEvent } from './fold.js';
import { contributions, scoreOf } from './scoring.js';
import type { Signal } from './signal.js';

/** What the detectors are set to in the stories. */
export const SETTINGS = defaultDetectorSettings();
/** Places of the stories; the addresses that go with them are documentation's. */
export const BRAZIL = { country: 'BR', city: 'São Paulo', latitude: -23.55, longitude: -46.63 };
export const MUMBAI = { country: 'IN', city: 'Mumbai', latitude: 19.07, longitude: 72.88 };
export const DUBAI = { country: 'AE', city: 'Dubai', latitude: 25.2, longitude: 55.27 };
export const LONDON = { country: 'GB', city: 'London', latitude: 51.51, longitude: -0.13 };
export const WORLD: readonly Place[] = [
  BRAZIL,
  { country: 'RU', city: 'Moscow', latitude: 55.75, longitude: 37.62 },
  { country: 'VN', city: 'Hanoi', latitude: 21.03, longitude: 105.85 },
  { country: 'NG', city: 'Lagos', latitude: 6.45, longitude: 3.39 },
  { country: 'US', city: 'Dallas', latitude: 32.78, longitude: -96.8 },
  { country: 'UA', city: 'Kyiv', latitude: 50.45, longitude: 30.52 },
];

/** A network at which nobody fails. */
export const QUIET: SourceFacts = NO_SOURCE_FACTS;
/** A network at which many accounts fail. */
export const SPRAYER: SourceFacts = { ...NO_SOURCE_FACTS, distinctFailed: () => 80 };

/** Every signal of the events, folded in order with the default settings. */
export function fold(events: readonly FoldEvent[], sources = QUIET): Signal[] {
  const state = newAccountState();
  const sorted = events.toSorted((a, b) => a.event.at - b.event.at || (a.id < b.id ? -1 : 1));
  return sorted.flatMap((event) => foldEvent(state, event, sources, SETTINGS));
}

/** The highest score that the account ever has on the way. */
export function peakOf(events: readonly FoldEvent[], sources = QUIET): number {
  const signals = fold(events, sources).map((signal, n) => ({ ...signal, id: `signal-${n}` }));
  return Math.max(
    0,
    ...signals.map(({ at }) =>
      scoreOf(
        contributions({ signals: signals.filter((s) => s.at <= at), settings: SETTINGS, asOf: at }),
      ),
    ),
  );
}

/** A sign-in and the message that follows it. */
export function session(
  at: number,
  rest: FoldEventOverrides & { readonly from?: string } = {},
): FoldEvent[] {
  const { from = 'alice@example.test', sender = 'own', ...shared } = rest;
  const id = at.toString(16).padStart(16, '0');
  return [
    aFoldEvent({ ...shared, at, id: `${id}a` }),
    aMessage({ ...shared, at: at + SECOND_MS, id: `${id}b`, from, sender }),
  ];
}

/** What `make` gives for 0, 1, 2 …, in one list. */
export function times<T>(count: number, make: (n: number) => readonly T[]): T[] {
  return Array.from({ length: count }, (_, n) => make(n)).flat();
}

/** The botnet of the case: every sign-in from another network, about a minute apart. */
export function botnet(
  sessions: number,
  {
    places = [],
    sender = 'nonexistent',
  }: { places?: readonly Place[]; sender?: 'nonexistent' | 'unknown' } = {},
): FoldEvent[] {
  return times(sessions, (n) =>
    session(CASE_START + n * 50 * SECOND_MS, {
      sourceIp: `2001:db8:${(n * 7 + 1).toString(16)}::1`,
      place: places[n % places.length],
      sender,
      from: `x${n}@example.test`,
    }),
  );
}

/** Two weeks of office days, so that the account is known. */
export function officeWeeks(): FoldEvent[] {
  return times(14, (n) =>
    session(CASE_START - (15 - n) * DAY_MS, { sourceIp: '192.0.2.10', place: MUMBAI }),
  );
}
