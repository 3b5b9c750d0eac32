import type { AccountState } from './account-state.js';
import { hasHistory } from './account-state.js';
import { LOOK_BACK_MS } from './apply-event.js';
import { isNamedClient } from './client-key.js';
import type {
  DistinctCounts,
  Facts,
  FailureCounts,
  History,
  ListenerUses,
  OtherPlaces,
  SightingLists,
  UsualHours,
} from './facts.js';
import { distinctCounts } from './distinct-counts.js';
import { failureCount, failureCounts } from './failure-counts.js';
import { failedMailUpTo } from './failed-mail.js';
import { isUse } from './fold-event.js';
import type { FoldEvent, SenderStanding, SourceFacts } from './fold-event.js';
import { clientHabit, isProviderHabit } from './habit-keys.js';
import { hoursFromUsual, hoursUsed } from './hour-profile.js';
import { isLocated, isPlaceKnown, otherPlaces } from './known-places.js';
import type { KnownPlace } from './known-places.js';
import { isOften } from './likelihood/sign-in-model.js';
import { mailLikelihood } from './likelihood/mail-likelihood.js';
import { networkKey } from './network-key.js';
import { hasStanding, senderKey } from './sender-key.js';
import { newNetworksWithin, ownNetworks, sightingLists } from './sighting-lists.js';
import { parallelUseOf } from './visits.js';
import type { ParallelUse } from './visits.js';
import { baselineAt, undeliveredInHourOf, volumeInHourOf, widestBefore } from './volume.js';
import type { HourFailures, HourVolume, VolumeBaseline } from './volume.js';

/** The facts about one event, read from the account's state as it was before the event. */
export class StateFacts implements Facts {
  private knowsNetwork: boolean | undefined;

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
    const key = this.key();
    return (this.knowsNetwork ??= key !== undefined && this.state.networks.has(key));
  }

  isSharedNetwork(): boolean {
    const { network } = this.folded;
    return network !== undefined && this.isShared(network);
  }

  isShared(network: string): boolean {
    return this.sources.model(this.folded.event.at)?.sharedNetworks.has(network) ?? false;
  }

  isProviderShared(): boolean {
    const { event, place } = this.folded;
    return (
      event.sourceIp !== undefined && isOften(this.sources.model(event.at), event.sourceIp, place)
    );
  }

  isKnownProvider(): boolean {
    const { event, place } = this.folded;
    if (event.sourceIp === undefined || this.isKnownNetwork()) return true;
    return isProviderHabit(this.state.habits, event.sourceIp, place);
  }

  isKnownClient(): boolean {
    const key = clientHabit(this.folded.event.client);
    return !isNamedClient(key) || this.state.habits.has(key);
  }

  networkAge(): number | undefined {
    const key = this.key();
    if (key === undefined) return undefined;
    const { at } = this.folded.event;
    if (!this.isKnownNetwork())
      return hasHistory(this.state) && !this.isSharedNetwork() ? 0 : undefined;
    const first = this.state.newNetworks?.lastOf(key);
    return first === undefined || at - first >= LOOK_BACK_MS ? undefined : at - first;
  }

  newNetworks(windowMs = LOOK_BACK_MS): number {
    const { event } = this.folded;
    const isNew = isUse(event) && !this.isKnownNetwork() && this.networkAge() === 0;
    return newNetworksWithin(this.state, windowMs, { at: event.at, here: this.key(), isNew });
  }

  networksADay(): number {
    const shared = this.sources.model(this.folded.event.at)?.sharedNetworks;
    return ownNetworks(this.state.networks, shared) / Math.max(1, this.state.days);
  }

  idleMs(): number | undefined {
    const { lasts } = this.state.networks;
    const last = lasts[lasts.length - 1];
    return last === undefined ? undefined : this.folded.event.at - last;
  }

  usualHours(): UsualHours {
    const { at } = this.folded.event;
    return { away: hoursFromUsual(this.state, at), used: hoursUsed(this.state) };
  }

  otherPlaces(windowMs: number, km: number): OtherPlaces {
    const { event, place } = this.folded;
    if (!isLocated(place)) return { far: 0, km: 0, isReturn: false };
    return otherPlaces(this.state.places, place, { after: event.at - windowMs, km });
  }

  listenerUses(): ListenerUses {
    return { internal: this.state.internalUses, external: this.state.externalUses };
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
    return distinctCounts(this.state, this.folded, windowMs);
  }

  sightings(windowMs: number): SightingLists {
    const { event, network, place } = this.folded;
    return sightingLists(this.state, event.at - windowMs, {
      address: event.sourceIp,
      network,
      country: place?.country,
    });
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

  failureCount(windowMs: number): number {
    return failureCount(this.state, this.folded, windowMs);
  }

  failures(windowMs: number): FailureCounts {
    return failureCounts(this.state, this.folded, windowMs);
  }

  distinctFailedAtSource(): number {
    return this.sources.distinctFailed(this.folded.event.at);
  }

  namesTriedAtSource(): number {
    return this.sources.namesTried(this.folded.event.at);
  }

  likelihood(): number | undefined {
    const { at } = this.folded.event;
    return mailLikelihood(this.state, this.folded, this.sources.model(at));
  }

  arrivedAtSource(): number {
    return this.sources.arrived(this.folded.event.at);
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

  undelivered(): HourFailures {
    const { message, at } = this.folded.event;
    const { recipients, refused, bounced } = undeliveredInHourOf(this.state.volume, at);
    return {
      recipients: recipients + (message?.recipients ?? 0),
      refused: refused + (message?.rejectedRecipients ?? 0),
      bounced: bounced + (message?.bounced ?? 0),
    };
  }

  countriesKnown(): number {
    return this.state.countries.length + (this.isKnownCountry() ? 0 : 1);
  }

  parallelUse(): ParallelUse | undefined {
    return parallelUseOf(this.state, this.folded, this);
  }

  failedMail(): number {
    return failedMailUpTo(this.state, this.folded);
  }

  widestBefore(): number {
    return widestBefore(this.state.volume, this.folded.event.at);
  }

  private key(): string | undefined {
    const { network, declared } = this.folded;
    return network === undefined ? undefined : networkKey(network, declared);
  }
}
