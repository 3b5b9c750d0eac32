import type { AccountState } from './account-state.js';
import type { DistinctCounts } from './facts.js';
import { isUse } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';
import { isDeclaredKey } from './network-key.js';

/** Distinct places of use in the window that ends with the event, the event's own included. */
export function distinctCounts(
  state: AccountState,
  folded: FoldEvent,
  windowMs: number,
): DistinctCounts {
  const { addresses, networks, countries } = state;
  const { event, network, place } = folded;
  const cutoff = event.at - windowMs;
  const used = isUse(event) && event.sourceIp !== undefined && folded.declared === undefined;
  let v6 = 0;
  let v4 = 0;
  for (let index = networks.indexAfter(cutoff); index < networks.keys.length; index += 1) {
    const key = networks.keys[index] ?? '';
    if (isDeclaredKey(key)) continue;
    if (isV6(key)) v6 += 1;
    else v4 += 1;
  }
  if (used && network !== undefined && !isAfter(networks.lastOf(network), cutoff)) {
    if (isV6(network)) v6 += 1;
    else v4 += 1;
  }
  let distinctCountries = 0;
  let listed = place === undefined;
  for (const { country, last } of countries) {
    if (last > cutoff) distinctCountries += 1;
    if (last > cutoff && country === place?.country) listed = true;
  }
  const isNewAddress =
    used && event.sourceIp !== undefined && !isAfter(addresses.lastOf(event.sourceIp), cutoff);
  return {
    addresses: addresses.countAfter(cutoff) + (isNewAddress ? 1 : 0),
    networks: v4 + v6,
    networksOfOneKind: Math.max(v4, v6),
    countries: distinctCountries + (used && !listed ? 1 : 0),
  };
}

function isV6(network: string): boolean {
  return network.includes(':');
}

function isAfter(last: number | undefined, cutoff: number): boolean {
  return last !== undefined && last > cutoff;
}
