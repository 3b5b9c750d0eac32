import type { Footprint } from './footprint.js';

/** What is known of a set of accounts that were misused together. */
export interface Profile {
  readonly accounts: number;
  /** Networks of the intruders, and how many of the accounts each was used on. */
  readonly networks: Map<string, number>;
  readonly addresses: Set<string>;
  /** Sum over the accounts of their networks. */
  readonly networkCount: number;
  /** Pairs (a network of one account, the same network of another) within the set. */
  readonly shared: number;
  /** Pairs (a network of one account, any network of another) within the set. */
  readonly pairs: number;
  readonly first: number;
  readonly last: number;
  /** Accounts by detector. */
  readonly detectors: Map<string, number>;
  /** Addresses by country. */
  readonly countries: Map<string, number>;
  /** Uses by server; empty where the log names none. */
  readonly servers: Map<string, number>;
  readonly uses: number;
  readonly bareClients: number;
}

/** The profile of one account. */
export function profileOf({ uses, detectors, first, last }: Footprint): Profile {
  const networks = new Map<string, number>();
  const countries = new Map<string, number>();
  const servers = new Map<string, number>();
  let count = 0;
  let bareClients = 0;
  for (const use of uses) {
    networks.set(use.network, 1);
    if (use.country !== undefined) add(countries, use.country, 1);
    const times = use.signIns + use.messages;
    for (const server of use.servers) add(servers, server, times);
    count += times;
    bareClients += use.bareClients;
  }
  return {
    accounts: 1,
    networks,
    addresses: new Set(uses.map(({ address }) => address)),
    networkCount: networks.size,
    shared: 0,
    pairs: 0,
    first,
    last,
    detectors: new Map(detectors.map((detector) => [detector, 1])),
    countries,
    servers,
    uses: count,
    bareClients,
  };
}

/**
 * The profile of two disjoint sets together. Both may be used up by it: the smaller one is poured
 * into the larger, so that a set of any size is put together in the time that its accounts take.
 */
export function joined(a: Profile, b: Profile): Profile {
  const shared = a.shared + b.shared + sharedNetworks(a, b);
  const [small, large] = a.networkCount <= b.networkCount ? [a, b] : [b, a];
  return {
    accounts: a.accounts + b.accounts,
    networks: poured(small.networks, large.networks),
    addresses: pouredSet(small.addresses, large.addresses),
    networkCount: a.networkCount + b.networkCount,
    shared,
    pairs: a.pairs + b.pairs + a.networkCount * b.networkCount,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    detectors: poured(small.detectors, large.detectors),
    countries: poured(small.countries, large.countries),
    servers: poured(small.servers, large.servers),
    uses: a.uses + b.uses,
    bareClients: a.bareClients + b.bareClients,
  };
}

/** Pairs (a network of an account in `a`, the same of one in `b`). */
export function sharedNetworks(a: Profile, b: Profile): number {
  const [small, large] = a.networks.size <= b.networks.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [network, accounts] of small.networks)
    shared += accounts * (large.networks.get(network) ?? 0);
  return shared;
}

/** Addresses that both have. */
export function sharedAddresses(a: Profile, b: Profile): number {
  const [small, large] = a.addresses.size <= b.addresses.size ? [a, b] : [b, a];
  let shared = 0;
  for (const address of small.addresses) if (large.addresses.has(address)) shared += 1;
  return shared;
}

function poured(small: ReadonlyMap<string, number>, large: Map<string, number>) {
  for (const [key, value] of small) add(large, key, value);
  return large;
}

function pouredSet(small: ReadonlySet<string>, large: Set<string>) {
  for (const value of small) large.add(value);
  return large;
}

function add(counts: Map<string, number>, key: string, value: number): void {
  counts.set(key, (counts.get(key) ?? 0) + value);
}
