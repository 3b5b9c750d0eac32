import type { Footprint } from './footprint.js';

/** What is known of a set of accounts that were misused together. */
export interface Profile {
  readonly accounts: number;
  /** Networks of the intruders, and how many of the accounts each was used on. */
  readonly networks: ReadonlyMap<string, number>;
  readonly addresses: ReadonlySet<string>;
  /** Sum over the accounts of their networks. */
  readonly networkCount: number;
  /** Pairs (a network of one account, the same network of another) within the set. */
  readonly shared: number;
  /** Pairs (a network of one account, any network of another) within the set. */
  readonly pairs: number;
  readonly first: number;
  readonly last: number;
  /** Accounts by detector. */
  readonly detectors: ReadonlyMap<string, number>;
  /** Addresses by country. */
  readonly countries: ReadonlyMap<string, number>;
  /** Uses by server; empty where the log names none. */
  readonly servers: ReadonlyMap<string, number>;
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

/** The profile of two disjoint sets together. */
export function joined(a: Profile, b: Profile): Profile {
  return {
    accounts: a.accounts + b.accounts,
    networks: sum(a.networks, b.networks),
    addresses: new Set([...a.addresses, ...b.addresses]),
    networkCount: a.networkCount + b.networkCount,
    shared: a.shared + b.shared + sharedNetworks(a, b),
    pairs: a.pairs + b.pairs + a.networkCount * b.networkCount,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    detectors: sum(a.detectors, b.detectors),
    countries: sum(a.countries, b.countries),
    servers: sum(a.servers, b.servers),
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

function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) {
  const both = new Map(a);
  for (const [key, value] of b) add(both, key, value);
  return both;
}

function add(counts: Map<string, number>, key: string, value: number): void {
  counts.set(key, (counts.get(key) ?? 0) + value);
}
