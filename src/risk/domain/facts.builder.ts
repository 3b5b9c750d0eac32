import type { DistinctCounts, Facts } from './facts.js';

/** Facts about an account that nothing is known of, unless told otherwise. For specs. */
export function someFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    addressAge: () => undefined,
    isKnownNetwork: () => false,
    isKnownCountry: () => false,
    isKnownPlace: () => false,
    distinctSightings: () => sightingsOf(1),
    sightings: () => ({ addresses: [], networks: [], countries: [] }),
    addressChanges: () => 0,
    newCountries: () => 1,
    previousPlace: () => undefined,
    history: () => ({ signIns: 0, days: 0 }),
    failures: () => ({ total: 0, networks: 0, unfamiliar: 0, here: 0 }),
    distinctFailedAtSource: () => 0,
    senders: () => 1,
    volume: () => ({ messages: 1, recipients: 1 }),
    volumeBaseline: () => ({ messages: 0, recipients: 0, days: 0 }),
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
