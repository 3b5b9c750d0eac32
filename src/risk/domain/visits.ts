import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { distanceKm } from '../../kernel/geo.js';
import type { AccountState } from './account-state.js';
import { NEAR_KM, showsOwner } from './at-home.js';
import type { SiteFacts } from './at-home.js';
import type { FoldEvent } from './fold-event.js';
import { isProviderHabit } from './habit-keys.js';
import { isLocated } from './known-places.js';
import type { LocatedPlace } from './known-places.js';

/** Visits that are followed; of more, the one that was seen longest ago goes. */
export const MAX_VISITS = 4;

/** A visit that nobody has come back to for so long is over. */
const OVER_MS = 4 * DAY_MS;

/** The fastest ways to get from place to place, doors and airports included. */
const ROAD_KMH = 150;
const PLANE = { hours: 2, kmh: 800 };

/** Flights over night and date lines are left out. */
const LONGEST_HOURS = 5;

/** What begins later than that after the account's first use isn't how it is used. */
const LEARNED_MS = 5 * DAY_MS;

/**
 * A far network, through a provider that was new, that the account has come back to. Whose visit it
 * is shows in what goes on at home meanwhile.
 */
export interface Visit {
  readonly network: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Milliseconds since the epoch of the last use. */
  last: number;
  /** Messages handed in there, and at home since it began. */
  mailsThere: number;
  mailsAtHome: number;
  /** UTC days on which the account was at home too soon before or after, and the newest of them. */
  days: number;
  lastDay: number;
  /** It began while the account was being learned, so that it's how the account is used. */
  readonly isHabit: boolean;
  readonly isAbroad: boolean;
}

/** The owner was seen at home. Times are milliseconds since the epoch. */
export interface AtHome {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
}

/** What an event shows of one visit. */
export interface ParallelUse {
  /** UTC days on which the account was at both, this one included. */
  readonly days: number;
  readonly km: number;
  readonly minutes: number;
  readonly network: string;
  readonly mailsThere: number;
  readonly mailsAtHome: number;
  readonly isAbroad: boolean;
}

/** What the event shows of a visit that couldn't be the owner's, if it is the first on its day. */
export function parallelUseOf(
  state: AccountState,
  folded: FoldEvent,
  facts: SiteFacts,
): ParallelUse | undefined {
  if (state.visits === undefined || state.isOftenApart) return undefined;
  const { event, place } = folded;
  if (!isLocated(place)) return undefined;
  const day = Math.floor(event.at / DAY_MS);
  const here = visitAt(state.visits, folded);
  if (here !== undefined)
    return state.atHome === undefined || here.isHabit || here.lastDay === day
      ? undefined
      : together(here, state.atHome, event.at);
  for (const visit of state.visits) {
    if (visit.lastDay === day || visit.isHabit) continue;
    const { latitude, longitude } = place;
    const found = together(visit, { at: visit.last, latitude, longitude }, event.at);
    if (found === undefined) continue;
    return showsOwner(state, folded, place, facts) ? found : undefined;
  }
  return undefined;
}

/** Makes a use part of the account's visits; before it's made part of anything else. */
export function noteVisit(state: AccountState, folded: FoldEvent, facts: SiteFacts): void {
  const { event, place, network, declared } = folded;
  if (!isLocated(place) || network === undefined || declared !== undefined) return;
  if (state.visits === undefined) {
    if (begins(state, folded, place, facts))
      state.visits = [newVisit(state, network, place, event.at)];
    return;
  }
  const isMail = event.type === 'message';
  const day = Math.floor(event.at / DAY_MS);
  const here = visitAt(state.visits, folded);
  if (here !== undefined) {
    if (state.atHome !== undefined && here.lastDay !== day)
      meet(state, here, state.atHome, event.at);
    here.last = event.at;
    if (isMail) here.mailsThere += 1;
    return;
  }
  forgetVisits(state, event.at);
  if (showsOwner(state, folded, place, facts)) {
    const { latitude, longitude } = place;
    state.atHome = { at: event.at, latitude, longitude };
    for (const visit of state.visits ?? []) {
      if (visit.lastDay !== day)
        meet(state, visit, { at: visit.last, latitude, longitude }, event.at);
      if (isMail) visit.mailsAtHome += 1;
    }
  } else if (begins(state, folded, place, facts)) {
    const visits = (state.visits ??= []);
    if (visits.length >= MAX_VISITS) visits.splice(oldest(visits), 1);
    visits.push(newVisit(state, network, place, event.at));
  }
}

function meet(state: AccountState, visit: Visit, other: AtHome, at: number): void {
  if (together(visit, other, at) === undefined) return;
  if (visit.isHabit && visit.isAbroad) state.isOftenApart = true;
  visit.days += 1;
  visit.lastDay = Math.floor(at / DAY_MS);
}

/** Whether nobody gets from the one to the other in the time between. */
function together(visit: Visit, other: AtHome, at: number): ParallelUse | undefined {
  const km = distanceKm(visit, other);
  if (km < NEAR_KM) return undefined;
  const hours = (at - other.at) / HOUR_MS;
  if (hours >= Math.min(km / ROAD_KMH, PLANE.hours + km / PLANE.kmh, LONGEST_HOURS))
    return undefined;
  const { network, days, mailsThere, mailsAtHome, isAbroad } = visit;
  return {
    isAbroad,
    days: days + 1,
    km,
    minutes: Math.round(60 * hours),
    network,
    mailsThere,
    mailsAtHome,
  };
}

function begins(
  state: AccountState,
  { event, network = '', place: somewhere }: FoldEvent,
  place: LocatedPlace,
  facts: SiteFacts,
): boolean {
  if (state.signIns === 0 || state.networks.has(network)) return false;
  if (isProviderHabit(state.habits, event.sourceIp ?? '', somewhere)) return false;
  if (state.places.some((known) => distanceKm(known, place) < NEAR_KM)) return false;
  return !facts.isShared(network) && !facts.isProviderShared();
}

function newVisit(
  state: AccountState,
  network: string,
  { latitude, longitude, country }: LocatedPlace,
  at: number,
): Visit {
  const isHabit = at - state.firstAt < LEARNED_MS;
  const isAbroad = state.countries.every((known) => known.country !== country);
  return {
    network,
    latitude,
    longitude,
    last: at,
    mailsThere: 0,
    mailsAtHome: 0,
    days: 0,
    lastDay: 0,
    isHabit,
    isAbroad,
  };
}

function visitAt(visits: readonly Visit[], { network }: FoldEvent): Visit | undefined {
  return visits.find((visit) => visit.network === network);
}

function forgetVisits(state: AccountState, at: number): void {
  if (!state.visits?.some(({ last }) => last <= at - OVER_MS)) return;
  const left = state.visits.filter(({ last }) => last > at - OVER_MS);
  state.visits = left.length === 0 ? undefined : left;
  if (left.length === 0) state.atHome = undefined;
}

function oldest(visits: readonly Visit[]): number {
  let found = 0;
  for (const [index, { last }] of visits.entries())
    if (last < (visits[found]?.last ?? 0)) found = index;
  return found;
}
