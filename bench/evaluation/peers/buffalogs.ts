import { HOUR_MS, MINUTE_MS } from '../../../src/kernel/clock.js';
import { distanceKm, type Place } from '../../../src/kernel/geo.js';
import type { Act } from '../../simulation/act.js';
import { isRightPassword, type Locate, type Peer } from './peer.js';

/** `CERTEGO_BUFFALOGS_DISTANCE_KM_LOGIN_TRAVELER` and `…_VEL_TRAVEL_MAX` (settings/certego.py). */
const DISTANCE_KM = 100;
const SPEED_KM_PER_HOUR = 300;
/** Alerts from which a user's risk is `High` (models.py). */
const HIGH_RISK_ALERTS = 7;
/** `process_logs` runs at half past each hour. */
const RUNS_AT_MINUTE = 30;

/**
 * BuffaLogs: impossible travel (over 100 km and 300 km/h from the login before, when the address is
 * new to the user) and a new country. It works by the hour, so an alert comes at the next half past.
 * Its filters (learning period, allowed countries, ignored networks) are lists that a site fills:
 * they are empty. It knows user agents, which mail logs don't have.
 */
export const buffalogs: Peer = {
  id: 'buffalogs',
  title: 'BuffaLogs, any alert',
  keyedBy: 'account',
  open(locate) {
    const alerts = alertsOf(locate);
    return { see: (act) => (alerts(act) > 0 ? nextRun(act.at) : undefined) };
  },
};

/** BuffaLogs' risk of a user, which grows with the number of alerts: the moment it becomes `High`. */
export const buffalogsHigh: Peer = {
  id: 'buffalogs-high-risk',
  title: 'BuffaLogs, high risk',
  keyedBy: 'account',
  open(locate) {
    const alerts = alertsOf(locate);
    const counts = new Map<string, number>();
    return {
      see(act) {
        const before = counts.get(act.account) ?? 0;
        const now = before + alerts(act);
        counts.set(act.account, now);
        return before < HIGH_RISK_ALERTS && now >= HIGH_RISK_ALERTS ? nextRun(act.at) : undefined;
      },
    };
  },
};

interface User {
  readonly addresses: Set<string>;
  readonly countries: Set<string>;
  last: { readonly at: number; readonly place: Place };
}

/** @returns a function that says how many alerts a login raises */
function alertsOf(locate: Locate): (act: Act) => number {
  const users = new Map<string, User>();
  return (act) => {
    const place = locate(act.address);
    if (!isRightPassword(act) || place?.country === undefined) return 0;
    const user = users.get(act.account);
    if (user === undefined) {
      users.set(act.account, {
        addresses: new Set([act.address]),
        countries: new Set([place.country]),
        last: { at: act.at, place },
      });
      return 0;
    }
    const isNewAddress = !user.addresses.has(act.address);
    const isTravel = isNewAddress && isImpossible(user.last, { at: act.at, place });
    const isNewCountry = !user.countries.has(place.country);
    user.addresses.add(act.address);
    user.countries.add(place.country);
    user.last = { at: act.at, place };
    return Number(isTravel) + Number(isNewCountry);
  };
}

function isImpossible(from: User['last'], to: User['last']): boolean {
  const { latitude: fromLatitude, longitude: fromLongitude } = from.place;
  const { latitude, longitude } = to.place;
  if (fromLatitude === undefined || fromLongitude === undefined) return false;
  if (latitude === undefined || longitude === undefined) return false;
  const km = distanceKm(
    { latitude: fromLatitude, longitude: fromLongitude },
    { latitude, longitude },
  );
  if (km <= DISTANCE_KM) return false;
  const hours = Math.max(1_000, to.at - from.at) / HOUR_MS;
  return km / hours > SPEED_KM_PER_HOUR;
}

function nextRun(at: number): number {
  const first = Math.floor(at / HOUR_MS) * HOUR_MS + RUNS_AT_MINUTE * MINUTE_MS;
  return first > at ? first : first + HOUR_MS;
}
