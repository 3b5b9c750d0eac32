import type { DistinctCounts, Facts } from './facts.js';

/** Facts about an account that nothing is known of, unless told otherwise. For specs. */
export function someFacts(overrides: Partial<Facts> = {}): Facts {
  const failures = overrides.failures?.(0) ?? { total: 0, networks: 0, unfamiliar: 0, here: 0 };
  return {
    addressAge: () => undefined,
    isKnownNetwork: () => false,
    isSharedNetwork: () => false,
    isKnownCountry: () => false,
    isKnownPlace: () => false,
    isKnownProvider: () => false,
    isKnownClient: () => false,
    networkAge: () => 0,
    newNetworks: () => 1,
    networksADay: () => 1,
    idleMs: () => undefined,
    usualHours: () => ({ away: 0, used: 24 }),
    otherPlaces: () => ({ far: 0, km: 0, isReturn: false }),
    listenerUses: () => ({ internal: 0, external: 0 }),
    distinctSightings: () => sightingsOf(1),
    sightings: () => ({ addresses: [], networks: [], countries: [] }),
    addressChanges: () => 0,
    newCountries: () => 1,
    previousPlace: () => undefined,
    history: () => ({ signIns: 0, days: 0 }),
    failureCount: () => failures.total,
    failures: () => failures,
    distinctFailedAtSource: () => 0,
    namesTriedAtSource: () => 0,
    arrivedAtSource: () => 0,
    likelihood: () => undefined,
    senders: () => 1,
    volume: () => ({ messages: 1, recipients: 1 }),
    volumeBaseline: () => ({ messages: 0, recipients: 0, days: 0 }),
    undelivered: () => ({ recipients: 1, refused: 0, bounced: 0 }),
    isShared: () => false,
    isProviderShared: () => false,
    countriesKnown: () => 1,
    parallelUse: () => undefined,
    failedMail: () => 0,
    widestBefore: () => 0,
    ...overrides,
  };
}

/** As many addresses as networks, of no known country, unless told otherwise. For specs. */
export function sightingsOf(
  networks: number,
  overrides: Partial<DistinctCounts> = {},
): DistinctCounts {
  return {
    addresses: networks,
    networks,
    networksOfOneKind: networks,
    countries: 0,
    ...overrides,
  };
}
