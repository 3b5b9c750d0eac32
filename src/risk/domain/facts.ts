import type { SenderStanding } from './fold-event.js';
import type { KnownPlace } from './known-places.js';
import type { ParallelUse } from './visits.js';
import type { HourFailures, HourVolume, VolumeBaseline } from './volume.js';

/** Distinct places of use in one window, this event's included. */
export interface DistinctCounts {
  readonly addresses: number;
  readonly networks: number;
  /**
   * The larger of the IPv4 and the IPv6 networks: a device with both kinds of address is one device,
   * and shouldn't count twice.
   */
  readonly networksOfOneKind: number;
  /** Known countries; 0 without geolocation. */
  readonly countries: number;
}

/** The places behind the counts, newest first, at most 20 of each. */
export interface SightingLists {
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
  readonly countries: readonly string[];
}

/** Wrong-credential failures in one window, this event's included. */
export interface FailureCounts {
  readonly total: number;
  readonly networks: number;
  /** Those from networks that the account was never used from. */
  readonly unfamiliar: number;
  /** Those from this event's network. */
  readonly here: number;
}

/** How well the account was known before this event. */
export interface History {
  /** Successful sign-ins. */
  readonly signIns: number;
  /** UTC days that had one. */
  readonly days: number;
}

/** The hours of the day at which the account signs in as a rule. */
export interface UsualHours {
  /** Hours between this event's and the nearest of them: 0 to 12. */
  readonly away: number;
  /** How many there are. */
  readonly used: number;
}

/** Other places at which the account was used in one window. */
export interface OtherPlaces {
  readonly far: number;
  /** The farthest of them, in km from this event's. */
  readonly km: number;
  /** Whether the account was used here before it was used at one of them, within the window. */
  readonly isReturn: boolean;
}

/** Uses of the two kinds of listener before this event, counted up to 255. */
export interface ListenerUses {
  readonly internal: number;
  readonly external: number;
}

/**
 * What a detector may know besides the event. Each is computed when asked for; windows end at the
 * event, are open at their start, and reach back 24 hours at most.
 */
export interface Facts {
  /** Milliseconds since the account was last used from this event's address, if within 24 hours. */
  addressAge(): number | undefined;
  /** Whether the account was used from this event's network before. */
  isKnownNetwork(): boolean;
  /**
   * Whether many of the site's accounts sign in at this event's network: an office, a carrier's exit,
   * the company's VPN. False while the site isn't known.
   */
  isSharedNetwork(): boolean;
  /** The same of any network. */
  isShared(network: string): boolean;
  /** Whether a noticeable share of the site's sign-ins comes through this event's provider. */
  isProviderShared(): boolean;
  /** Whether the account was used from this event's country before; true without geolocation. */
  isKnownCountry(): boolean;
  /** Whether the account was used through this event's provider before (see `providerKey`). */
  isKnownProvider(): boolean;
  /** Whether the account was used with this event's client before; true for one without a name. */
  isKnownClient(): boolean;
  /** Whether the account was used within `km` kilometres of this event's place before. */
  isKnownPlace(km: number): boolean;
  /**
   * Milliseconds since the account was first used from this event's network, 0 for the first use;
   * undefined when that is more than 24 hours ago, when the account had no history to stand out
   * from, or when the network is one that the site's accounts share.
   */
  networkAge(): number | undefined;
  /**
   * Networks (of IPv4 or of IPv6, whichever are more) first used within 24 hours, this event's
   * included, once the account had a history; those that the site's accounts share aren't counted.
   *
   * @param windowMs only those that were used in the window, too
   */
  newNetworks(windowMs?: number): number;
  /** Networks that the account came to know, for each day with a sign-in. */
  networksADay(): number;
  /** Milliseconds since the account was last used; undefined when it never was. */
  idleMs(): number | undefined;
  usualHours(): UsualHours;
  /** Other places, more than `km` kilometres away, at which the account was used in the window. */
  otherPlaces(windowMs: number, km: number): OtherPlaces;
  listenerUses(): ListenerUses;
  distinctSightings(windowMs: number): DistinctCounts;
  sightings(windowMs: number): SightingLists;
  /** How often the address of one use differed from that of the use before; the window is at most an hour. */
  addressChanges(windowMs: number): number;
  /** Countries first seen in the window, this event's included. */
  newCountries(windowMs: number): number;
  /** The last use before this event at a place with coordinates. */
  previousPlace(): KnownPlace | undefined;
  history(): History;
  /** `failures(windowMs).total`, at a fraction of the cost. */
  failureCount(windowMs: number): number;
  failures(windowMs: number): FailureCounts;
  /** Accounts that failed from this event's network in the last day. */
  distinctFailedAtSource(): number;
  /** Names that nobody has, tried from this event's network in the last day. */
  namesTriedAtSource(): number;
  /** Other accounts that arrived at this event's network in the last day (see `isArrival`). */
  arrivedAtSource(): number;
  /** The sign-in's likelihood ratio (see `mailLikelihood`); undefined while the site isn't known. */
  likelihood(): number | undefined;
  /** Distinct senders of one of the standings, this event's included. */
  senders(standings: readonly SenderStanding[], windowMs: number): number;
  /** What the account sent in the clock hour, this event included. */
  volume(): HourVolume;
  volumeBaseline(): VolumeBaseline;
  /** What didn't get through in the clock hour, this event included. */
  undelivered(): HourFailures;
  /** Countries that the account was used from before, this event's included. */
  countriesKnown(): number;
  /** What the event shows of a visit elsewhere that can't be the owner's; once on each day of it. */
  parallelUse(): ParallelUse | undefined;
  /** Messages that failed within two days where the account isn't at home, this event's included. */
  failedMail(): number;
  /** The most recipients that one message had before today. */
  widestBefore(): number;
}
