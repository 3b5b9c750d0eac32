import { distanceKm } from '../../kernel/geo.js';
import type { AccountState } from './account-state.js';
import type { Facts } from './facts.js';
import type { FoldEvent } from './fold-event.js';
import type { LocatedPlace } from './known-places.js';
import { networkKey } from './network-key.js';

/** Places nearer than that may be one: geolocation puts towns of a region into each other. */
export const NEAR_KM = 50;

/** Share of what the account does from which on a place is a usual one. */
const USUAL = 0.2;

/** Share of the sign-ins from which on a network is one that the account works at. */
const AT_WORK = 0.1;

/** What is asked about the site. */
export type SiteFacts = Pick<Facts, 'isShared' | 'isProviderShared'>;

/**
 * Whether the event shows the owner rather than a program that polls by itself: mail that is written
 * where the account is used as a rule, or a sign-in at a network of his own while he works at another.
 */
export function showsOwner(
  state: AccountState,
  folded: FoldEvent,
  place: LocatedPlace,
  facts: SiteFacts,
): boolean {
  const { event, network = '', declared } = folded;
  const uses = state.networks.usesOf(networkKey(network, declared));
  if (event.type === 'message') return isUsual(state, place);
  if (facts.isShared(network) || (uses < 2 && !isUsual(state, place))) return false;
  return worksAtOffice(state, facts);
}

/** Whether a good part of all that the account does is done near the place. */
function isUsual({ places }: AccountState, place: LocatedPlace): boolean {
  let here = 0;
  let all = 0;
  for (const known of places) {
    all += known.uses;
    if (distanceKm(known, place) < NEAR_KM) here += known.uses;
  }
  return here >= USUAL * all;
}

/** Whether the account works at an office: its busiest network is one that others use, too. */
function worksAtOffice({ networks, counted }: AccountState, facts: SiteFacts): boolean {
  const { keys, uses } = networks;
  let busiest = 0;
  for (let index = 1; index < uses.length; index += 1)
    if ((uses[index] ?? 0) > (uses[busiest] ?? 0)) busiest = index;
  return (uses[busiest] ?? 0) >= AT_WORK * counted && facts.isShared(keys[busiest] ?? '');
}
