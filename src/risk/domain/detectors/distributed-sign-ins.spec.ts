import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../kernel/clock.js';
import type { Facts } from '../facts.js';
import { sightingsOf, someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { distributedSignIns } from './distributed-sign-ins.js';

const options = distributedSignIns.options.parse({});

function confidenceOf(counts: ReturnType<Facts['distinctSightings']>): number {
  const facts = someFacts({
    distinctSightings: (windowMs) => (windowMs === HOUR_MS ? counts : sightingsOf(1)),
  });
  return distributedSignIns.inspect(aFoldEvent(), facts, options)?.confidence ?? 0;
}

describe('distributed sign-ins', () => {
  it('signals many networks within an hour, with their numbers', () => {
    const facts = someFacts({
      distinctSightings: () => sightingsOf(8, { addresses: 9, countries: 6 }),
      sightings: () => ({ addresses: ['192.0.2.1'], networks: [], countries: ['BR', 'IN'] }),
    });

    const signal = distributedSignIns.inspect(aFoldEvent(), facts, options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.summary).toBe(
      'Signed in from 9 addresses in 8 networks and 6 countries within 1 h.',
    );
    expect(signal?.evidence).toMatchObject({ distinctNetworks: 8, addresses: ['192.0.2.1'] });
  });

  it('grows more certain with every network', () => {
    const grown = [2, 3, 4, 5, 6, 7, 8].map((n) => confidenceOf(sightingsOf(n)));

    expect(grown).toEqual([...new Set(grown)].sort((a, b) => a - b));
    expect(grown[0]).toBe(0);
  });

  it('counts a device with an IPv4 and an IPv6 address once', () => {
    expect(confidenceOf(sightingsOf(4, { networksOfOneKind: 2 }))).toBe(0);
  });

  it('is less certain when all networks are of one country', () => {
    expect(confidenceOf(sightingsOf(6, { countries: 1 }))).toBeLessThan(
      confidenceOf(sightingsOf(6)),
    );
  });

  it('says little of many addresses in two networks, as a mail fetcher has them', () => {
    expect(confidenceOf(sightingsOf(2, { addresses: 400 }))).toBeLessThanOrEqual(0.3);
  });

  it.each([
    ['a failed sign-in', aFoldEvent({ outcome: 'failure' }), {}],
    ['an event without an address', aFoldEvent({ sourceIp: undefined }), {}],
    ['an address seen within the shortest window', aFoldEvent(), { addressAge: () => 5 }],
  ])('is silent on %s', (_case, event, overrides) => {
    const facts = someFacts({
      distinctSightings: (windowMs) => sightingsOf(windowMs === HOUR_MS ? 9 : 1),
      ...overrides,
    });

    expect(distributedSignIns.inspect(event, facts, options)).toBeUndefined();
  });
});
