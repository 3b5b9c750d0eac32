import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, type AttributionFacts } from './attribution.js';
import { anAddressUse } from './footprint.builder.js';
import { footprintOf } from './footprint.js';

function attribution(overrides: Partial<AttributionFacts>): Record<string, string> {
  const uses = attribute({
    uses: [],
    suspectFrom: 0,
    knownNetworks: new Set(),
    usualCountries: new Set(['IN']),
    company: new Map(),
    ...overrides,
  });
  return Object.fromEntries(uses.map((use) => [use.address, use.whose]));
}

const many = (count: number, country: string | undefined) =>
  Array.from({ length: count }, (_, n) => anAddressUse(`10${n}.1.1.1`, { country }));

describe('attribution', () => {
  it('leaves the networks that the account is known from to the owner', () => {
    const uses = [anAddressUse('203.0.113.9', { country: 'DE' }), anAddressUse('198.51.100.1')];

    expect(attribution({ uses, knownNetworks: new Set(['203.0.113.0/24']) })).toEqual({
      '203.0.113.9': 'own',
      '198.51.100.1': 'campaign',
    });
  });

  it('takes places where neither the account nor the site is used for the intruders', () => {
    const uses = [
      anAddressUse('203.0.113.9', { country: 'IN' }),
      anAddressUse('198.51.100.1', { country: 'BR' }),
    ];

    expect(attribution({ uses })).toEqual({ '203.0.113.9': 'unclear', '198.51.100.1': 'campaign' });
  });

  it('knows an owner without a history by his coming back', () => {
    const uses = [anAddressUse('203.0.113.9', { country: 'DE', hours: 3 })];

    expect(attribution({ uses })['203.0.113.9']).toBe('own');
  });

  it('takes the office for the office, though some of those in it are in trouble', () => {
    const uses = [anAddressUse('203.0.113.9', { country: 'US' })];
    const company = (accounts: number, highAccounts: number) =>
      new Map([['203.0.113.9', { accounts, highAccounts }]]);

    expect(attribution({ uses, company: company(30, 3) })['203.0.113.9']).toBe('own');
    expect(attribution({ uses, company: company(4, 3) })['203.0.113.9']).toBe('campaign');
  });

  it('finds a botnet in the account’s own country by its many networks', () => {
    expect(new Set(Object.values(attribution({ uses: many(7, 'IN') })))).toEqual(
      new Set(['unclear']),
    );
    expect(new Set(Object.values(attribution({ uses: many(8, 'IN') })))).toEqual(
      new Set(['campaign']),
    );
  });

  it('works without geolocation', () => {
    const uses = many(5, undefined);

    expect(new Set(Object.values(attribution({ uses, usualCountries: new Set() })))).toEqual(
      new Set(['campaign']),
    );
  });

  it('never takes a private address for an intruder’s', () => {
    expect(attribution({ uses: [anAddressUse('192.168.9.103')] })['192.168.9.103']).toBe('own');
  });

  it('judges every address once, and the owner’s are no footprint where there are others', () => {
    const anyUse = fc
      .record({
        octet: fc.integer({ min: 1, max: 250 }),
        country: fc.constantFrom('IN', 'BR', undefined),
        hours: fc.integer({ min: 1, max: 5 }),
      })
      .map(({ octet, ...rest }) => anAddressUse(`203.0.${octet}.1`, rest));
    fc.assert(
      fc.property(
        fc.uniqueArray(anyUse, { selector: ({ address }) => address, maxLength: 20 }),
        (uses) => {
          const judged = attribute({
            uses,
            suspectFrom: 0,
            knownNetworks: new Set(),
            usualCountries: new Set(['IN']),
            company: new Map(),
          });

          expect(judged.map(({ address }) => address)).toEqual(uses.map(({ address }) => address));
          const theirs = footprintOf('a', judged, [])?.uses ?? [];
          const hasOthers = judged.some(({ whose: of }) => of !== 'own');
          expect(hasOthers && theirs.some(({ whose: of }) => of === 'own')).toBe(false);
        },
      ),
    );
  });
});
