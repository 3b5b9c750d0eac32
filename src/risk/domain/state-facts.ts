import type { AccountState } from './account-state.js';
import type { DistinctCounts, Facts, FailureCounts, History, SightingLists } from './facts.js';
import { isUse, isWrongCredential } from './fold-event.js';
import type { FoldEvent, SenderStanding, SourceFacts } from './fold-event.js';
import { isLocated, isPlaceKnown } from './known-places.js';
import type { KnownPlace } from './known-places.js';
import type { RecencyList } from './recency-list.js';
import { hasStanding, senderKey } from './sender-key.js';
import { baselineAt, volumeInHourOf } from './volume.js';
import type { HourVolume, VolumeBaseline } from './volume.js';

const MAX_LISTED = 20;

/** The facts about one event, read from the account's state as it was before the event. */
export class StateFacts implements Facts {
  constructor(
    private readonly state: AccountState,
    private readonly folded: FoldEvent,
    private readonly sources: SourceFacts,
  ) {}

  addressAge(): number | undefined {
    const { at, sourceIp } = this.folded.event;
    const last = sourceIp === undefined ? undefined : this.state.addresses.lastOf(sourceIp);
    return last === undefined ? undefined : at - last;
  }

  isKnownNetwork(): boolean {
    const { network } = this.folded;
    return network !== undefined && this.state.networks.has(network);
  }

  isKnownCountry(): boolean {
    const country = this.folded.place?.country;
    return country === undefined || this.state.countries.some((k) => k.country === country);
  }

  isKnownPlace(km: number): boolean {
    const { place } = this.folded;
    return isLocated(place) && isPlaceKnown(this.state.places, place, km);
  }

  distinctSightings(windowMs: number): DistinctCounts {
    const { addresses, networks, countries } = this.state;
    const { event, network, place } = this.folded;
    const cutoff = event.at - windowMs;
    const used = isUse(event) && event.sourceIp !== undefined;
    let v6 = 0;
    let v4 = 0;
    for (let index = networks.indexAfter(cutoff); index < networks.keys.length; index += 1) {
      if (isV6(networks.keys[index] ?? '')) v6 += 1;
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

  sightings(windowMs: number): SightingLists {
    const { event, network, place } = this.folded;
    const cutoff = event.at - windowMs;
    const countries = this.state.countries.filter(({ last }) => last > cutoff);
    return {
      addresses: newestFirst(this.state.addresses, cutoff, event.sourceIp),
      networks: newestFirst(this.state.networks, cutoff, network),
      countries: [
        ...new Set([
          ...(place === undefined ? [] : [place.country]),
          ...countries.map(({ country }) => country),
        ]),
      ].slice(0, MAX_LISTED),
    };
  }

  addressChanges(windowMs: number): number {
    const { event } = this.folded;
    let changes = 0;
    for (const at of this.state.changes) if (at > event.at - windowMs) changes += 1;
    const newest = this.state.addresses.newest();
    return changes + (isUse(event) && newest !== undefined && newest !== event.sourceIp ? 1 : 0);
  }

  newCountries(windowMs: number): number {
    const cutoff = this.folded.event.at - windowMs;
    const seen = this.state.countries.filter(({ first }) => first > cutoff).length;
    return seen + (isUse(this.folded.event) && !this.isKnownCountry() ? 1 : 0);
  }

  previousPlace(): KnownPlace | undefined {
    return this.state.places.at(-1);
  }

  history(): History {
    return this.state;
  }

  failures(windowMs: number): FailureCounts {
    const { event, network } = this.folded;
    const { failureTimes, failureNetworks, networks } = this.state;
    const seen = new Set<string>();
    let total = 0;
    let unfamiliar = 0;
    let here = 0;
    const count = (from: string): void => {
      total += 1;
      seen.add(from);
      if (!networks.has(from)) unfamiliar += 1;
      if (from === network) here += 1;
    };
    for (let index = failureTimes.length - 1; index >= 0; index -= 1) {
      if ((failureTimes[index] ?? 0) <= event.at - windowMs) break;
      count(failureNetworks[index] ?? '');
    }
    if (isWrongCredential(event)) count(network ?? '');
    return { total, networks: seen.size, unfamiliar, here };
  }

  distinctFailedAtSource(): number {
    return this.sources.distinctFailed(this.folded.event.at);
  }

  senders(standings: readonly SenderStanding[], windowMs: number): number {
    const { keys } = this.state.senders;
    const matching = new Set<string>();
    const start = this.state.senders.indexAfter(this.folded.event.at - windowMs);
    for (const key of keys.slice(start)) if (hasStanding(key, standings)) matching.add(key);
    const own = senderKey(this.folded);
    if (own !== undefined && isUse(this.folded.event) && hasStanding(own, standings))
      matching.add(own);
    return matching.size;
  }

  volume(): HourVolume {
    const { event } = this.folded;
    const { messages, recipients } = volumeInHourOf(this.state.volume, event.at);
    if (event.type !== 'message' || !isUse(event)) return { messages, recipients };
    return {
      messages: messages + 1,
      recipients: recipients + (event.message?.recipients ?? 0),
    };
  }

  volumeBaseline(): VolumeBaseline {
    return baselineAt(this.state.volume, this.folded.event.at);
  }
}

function isV6(network: string): boolean {
  return network.includes(':');
}

function isAfter(last: number | undefined, cutoff: number): boolean {
  return last !== undefined && last > cutoff;
}

function newestFirst(list: RecencyList, cutoff: number, current: string | undefined): string[] {
  const found = current === undefined ? [] : [current];
  const start = list.indexAfter(cutoff);
  for (let index = list.keys.length - 1; index >= start; index -= 1) {
    if (found.length >= MAX_LISTED) break;
    const key = list.keys[index];
    if (key !== undefined && key !== current) found.push(key);
  }
  return found;
}
