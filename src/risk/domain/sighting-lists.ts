import type { AccountState } from './account-state.js';
import { LOOK_BACK_MS } from './apply-event.js';
import type { SightingLists } from './facts.js';
import { isDeclaredKey } from './network-key.js';
import type { RecencyList } from './recency-list.js';

/** How many of each are listed. */
const MAX_LISTED = 20;

/** What an event adds to the lists. */
export interface Sighting {
  readonly address: string | undefined;
  readonly network: string | undefined;
  readonly country: string | undefined;
}

/** Where the account was used after `cutoff` (ms), the newest first and the event's own at the head. */
export function sightingLists(
  { addresses, networks, countries }: AccountState,
  cutoff: number,
  { address, network, country }: Sighting,
): SightingLists {
  const known = countries.filter(({ last }) => last > cutoff).map((one) => one.country);
  return {
    addresses: newestFirst(addresses, cutoff, address),
    networks: newestFirst(networks, cutoff, network),
    countries: [...new Set(country === undefined ? known : [country, ...known])].slice(
      0,
      MAX_LISTED,
    ),
  };
}

/**
 * Networks first used within the look-back and used within the window, the larger number of the two
 * families.
 *
 * @param event its time (ms), the key of its network, and whether that is a further new one
 */
export function newNetworksWithin(
  { newNetworks, networks }: AccountState,
  windowMs: number,
  { at, here, isNew }: { at: number; here: string | undefined; isNew: boolean },
): number {
  let v4 = 0;
  let v6 = 0;
  const count = (network: string): void => {
    if (isDeclaredKey(network)) return;
    if (network.includes(':')) v6 += 1;
    else v4 += 1;
  };
  if (isNew && here !== undefined) count(here);
  const first = newNetworks?.indexAfter(at - LOOK_BACK_MS) ?? 0;
  for (const key of newNetworks?.keys.slice(first) ?? [])
    if (key === here || (networks.lastOf(key) ?? 0) > at - windowMs) count(key);
  return Math.max(v4, v6);
}

/** How many of the networks aren't ones that many of the site's accounts share. */
export function ownNetworks(
  { keys }: RecencyList,
  shared: ReadonlySet<string> | undefined,
): number {
  if (shared === undefined || shared.size === 0) return keys.length;
  let own = 0;
  for (const key of keys) if (!shared.has(key)) own += 1;
  return own;
}

function newestFirst(list: RecencyList, cutoff: number, current: string | undefined): string[] {
  const found = current === undefined ? [] : [current];
  const start = list.indexAfter(cutoff);
  for (let index = list.keys.length - 1; index >= start; index -= 1) {
    if (found.length >= MAX_LISTED) break;
    const key = list.keys[index];
    if (key !== undefined && key !== current && !isDeclaredKey(key)) found.push(key);
  }
  return found;
}
