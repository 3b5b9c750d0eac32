import type { KnownPlace } from './known-places.js';
import { RecencyList } from './recency-list.js';
import { newVolume } from './volume.js';
import type { Volume } from './volume.js';

/** Addresses whose use is remembered over the look-back; counts of addresses are exact up to it. */
export const MAX_ADDRESSES = 192;
/** Networks known to an account, however long ago; counts of networks are exact up to it. */
export const MAX_NETWORKS = 96;
/** Countries known to an account; counts of countries are exact up to it. */
export const MAX_COUNTRIES = 64;
/** Changes of address that are remembered. */
export const MAX_CHANGES = 32;
/** Wrong-credential failures that are remembered; counts of failures are exact up to it. */
export const MAX_FAILURES = 80;
/** Senders other than the account's own that are remembered. */
export const MAX_SENDERS = 24;

/** A country that the account was used from. */
export interface KnownCountry {
  readonly country: string;
  /** Milliseconds since the epoch. */
  readonly first: number;
  last: number;
}

/** The strongest signal of one detector that still keeps weaker ones from being emitted. */
export interface EmittedSignal {
  readonly confidence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Everything an account's detectors need of the past. Changed by `foldEvent` alone, of bounded
 * size; times are milliseconds since the epoch.
 */
export interface AccountState {
  /** Key of the newest folded event. */
  lastAt: number;
  lastId: string;
  /** Time of the first folded event; 0 before any. */
  firstAt: number;
  /** Successful sign-ins ever, and the UTC days that had one. */
  signIns: number;
  days: number;
  /** The newest of those days, in days since the epoch. */
  lastDay: number;
  /** Addresses the account was used from within the look-back, the newest last. */
  readonly addresses: RecencyList;
  /** Networks the account was ever used from, the newest last. */
  readonly networks: RecencyList;
  readonly countries: KnownCountry[];
  readonly places: KnownPlace[];
  /** Times at which the address of one use differed from that of the use before. */
  readonly changes: number[];
  /** Wrong-credential failures within the look-back, oldest first: time and network, in parallel. */
  readonly failureTimes: number[];
  readonly failureNetworks: string[];
  /** Senders that aren't the account's own, within the look-back, as `senderKey` writes them. */
  readonly senders: RecencyList;
  readonly volume: Volume;
  /** By detector. */
  readonly emitted: Map<string, EmittedSignal>;
}

/** The state of an account of which nothing is known. */
export function newAccountState(): AccountState {
  return {
    lastAt: 0,
    lastId: '',
    firstAt: 0,
    signIns: 0,
    days: 0,
    lastDay: -1,
    addresses: new RecencyList(MAX_ADDRESSES),
    networks: new RecencyList(MAX_NETWORKS),
    countries: [],
    places: [],
    changes: [],
    failureTimes: [],
    failureNetworks: [],
    senders: new RecencyList(MAX_SENDERS),
    volume: newVolume(),
    emitted: new Map(),
  };
}

/** Whether an event comes after everything folded so far: it may be folded without restoring a checkpoint. */
export function isInOrder(state: AccountState, at: number, id: string): boolean {
  return at > state.lastAt || (at === state.lastAt && id > state.lastId);
}
