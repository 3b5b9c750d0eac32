import type { SenderStanding } from './fold-event.js';
import type { KnownPlace } from './known-places.js';
import type { HourVolume, VolumeBaseline } from './volume.js';

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

/**
 * What a detector may know besides the event. Each is computed when asked for; windows end at the
 * event, are open at their start, and reach back 24 hours at most.
 */
export interface Facts {
  /** Milliseconds since the account was last used from this event's address, if within 24 hours. */
  addressAge(): number | undefined;
  /** Whether the account was used from this event's network before. */
  isKnownNetwork(): boolean;
  /** Whether the account was used from this event's country before; true without geolocation. */
  isKnownCountry(): boolean;
  /** Whether the account was used within `km` kilometres of this event's place before. */
  isKnownPlace(km: number): boolean;
  distinctSightings(windowMs: number): DistinctCounts;
  sightings(windowMs: number): SightingLists;
  /** How often the address of one use differed from that of the use before; the window is at most an hour. */
  addressChanges(windowMs: number): number;
  /** Countries first seen in the window, this event's included. */
  newCountries(windowMs: number): number;
  /** The last use before this event at a place with coordinates. */
  previousPlace(): KnownPlace | undefined;
  history(): History;
  failures(windowMs: number): FailureCounts;
  /** Accounts that failed from this event's network in the last day. */
  distinctFailedAtSource(): number;
  /** Distinct senders of one of the standings, this event's included. */
  senders(standings: readonly SenderStanding[], windowMs: number): number;
  /** What the account sent in the clock hour, this event included. */
  volume(): HourVolume;
  volumeBaseline(): VolumeBaseline;
}
