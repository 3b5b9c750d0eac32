import { CountedList } from './counted-list.js';
import type { HourProfile } from './hour-profile.js';
import type { KnownPlace } from './known-places.js';
import { RecencyList } from './recency-list.js';
import { UseList } from './use-list.js';
import type { AtHome, Visit } from './visits.js';
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
/** Providers, client programs and protocols known to an account, together. */
export const MAX_HABITS = 48;
/** Networks first used within the look-back that are remembered. */
export const MAX_NEW_NETWORKS = 32;
/** Counted sign-ins at which every count is halved, so that what was long ago weighs less. */
export const MAX_COUNTED = 1_000;
/** Uses of internal and of external listeners are counted up to this. */
export const MAX_LISTENER_USES = 255;

/** Sign-ins and days with one after which an account has a history that something new stands out from. */
const HISTORY = { signIns: 10, days: 3 };

/** A country that the account was used from. */
export interface KnownCountry {
  readonly country: string;
  /** Milliseconds since the epoch. */
  readonly first: number;
  last: number;
  /** Counted sign-ins. */
  uses: number;
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
export interface AccountState extends HourProfile {
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
  /** Networks the account was ever used from, as `networkKey` writes them, the newest last. */
  readonly networks: CountedList;
  /** Providers, client programs and protocols that the account was used with (see `habit-keys.ts`). */
  readonly habits: UseList;
  /** Networks first used within the look-back, with that time, once the account had a history. */
  newNetworks: RecencyList | undefined;
  readonly countries: KnownCountry[];
  readonly places: KnownPlace[];
  /** Counted sign-ins: those that the uses of networks, habits and countries are counted over. */
  counted: number;
  /** Uses of internal and of external listeners. */
  internalUses: number;
  externalUses: number;
  /** Times at which the address of one use differed from that of the use before. */
  readonly changes: number[];
  /** Wrong-credential failures within the look-back, oldest first: time and network, in parallel. */
  readonly failureTimes: number[];
  readonly failureNetworks: string[];
  /** Senders that aren't the account's own, within the look-back, as `senderKey` writes them. */
  readonly senders: RecencyList;
  readonly volume: Volume;
  /** Far networks that the account has come back to, or may yet, and where its owner was last seen. */
  visits: Visit[] | undefined;
  atHome: AtHome | undefined;
  /** From the beginning the account was used at far places at once: through a VPN, or by several people. */
  isOftenApart: boolean;
  /** Messages that failed away from home lately, the oldest first. */
  failedMail: RecencyList | undefined;
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
    networks: new CountedList(MAX_NETWORKS),
    habits: new UseList(MAX_HABITS),
    newNetworks: undefined,
    counted: 0,
    hoursNow: 0,
    hoursPrior: 0,
    internalUses: 0,
    externalUses: 0,
    countries: [],
    places: [],
    changes: [],
    failureTimes: [],
    failureNetworks: [],
    senders: new RecencyList(MAX_SENDERS),
    volume: newVolume(),
    failedMail: undefined,
    visits: undefined,
    atHome: undefined,
    isOftenApart: false,
    emitted: new Map(),
  };
}

/** Whether the account has a history that something new stands out from. */
export function hasHistory({ signIns, days }: AccountState): boolean {
  return signIns >= HISTORY.signIns && days >= HISTORY.days;
}

/** Whether an event comes after everything folded so far: it may be folded without restoring a checkpoint. */
export function isInOrder(
  { lastAt, lastId }: Pick<AccountState, 'lastAt' | 'lastId'>,
  at: number,
  id: string,
): boolean {
  return at > lastAt || (at === lastAt && id > lastId);
}
