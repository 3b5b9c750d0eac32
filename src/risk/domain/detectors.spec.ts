import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES, REASONS } from '../../events/domain/auth-event.js';
import { DETECTORS, detectorById } from './detectors.js';
import { aFoldEvent } from './fold-event.builder.js';
import { someFacts } from './facts.builder.js';
import type { FoldEvent, SenderStanding } from './fold-event.js';
import type { Facts } from './facts.js';

const STANDINGS: readonly SenderStanding[] = [
  'none',
  'own',
  'other-account',
  'nonexistent',
  'foreign',
  'unknown',
];
const count = fc.nat(1_000);
const place = fc.option(
  fc.record(
    {
      country: fc.constantFrom('IN', 'BR'),
      city: fc.string(),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    },
    { requiredKeys: ['country'] },
  ),
  { nil: undefined },
);
const anyEvent: fc.Arbitrary<FoldEvent> = fc
  .record({
    at: fc.nat(4e12),
    type: fc.constantFrom('authentication', 'message'),
    outcome: fc.constantFrom(...OUTCOMES),
    reason: fc.constantFrom(undefined, ...REASONS),
    sourceIp: fc.option(fc.ipV4(), { nil: undefined }),
    account: fc.option(fc.string(), { nil: undefined }),
    client: fc.option(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), { nil: undefined }),
    listener: fc.constantFrom('external', 'internal', 'unknown'),
    sender: fc.constantFrom(...STANDINGS),
    place,
    message: fc.option(
      fc.record({
        sender: fc.option(fc.string(), { nil: undefined }),
        recipients: count,
        rejectedRecipients: count,
        bounced: count,
      }),
      { nil: undefined },
    ),
  })
  .map((overrides) => aFoldEvent(overrides));
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({ a: count, b: count, c: count, d: count, flag: fc.boolean(), last: fc.nat(4e12), place })
  .map(({ a, b, c, d, flag, last, place: previous }) =>
    someFacts({
      addressAge: () => (flag ? a : undefined),
      isKnownNetwork: () => flag,
      isSharedNetwork: () => a % 2 === 0,
      isShared: () => a % 2 === 0,
      isProviderShared: () => b % 2 === 0,
      isKnownCountry: () => !flag,
      isKnownPlace: () => flag,
      isKnownProvider: () => flag,
      isKnownClient: () => !flag,
      networkAge: () => (flag ? a : undefined),
      newNetworks: () => b,
      networksADay: () => c / 7,
      idleMs: () => (flag ? last : undefined),
      usualHours: () => ({ away: a % 13, used: b % 25 }),
      otherPlaces: () => ({ far: a % 9, km: b, isReturn: flag }),
      listenerUses: () => ({ internal: a % 256, external: b % 256 }),
      distinctSightings: () => ({ addresses: a, networks: b, networksOfOneKind: c, countries: d }),
      sightings: () => ({ addresses: ['192.0.2.1'], networks: [], countries: ['IN'] }),
      addressChanges: () => a,
      newCountries: () => b,
      previousPlace: () =>
        previous?.latitude === undefined || previous.longitude === undefined
          ? undefined
          : {
              country: previous.country,
              city: previous.city,
              latitude: previous.latitude,
              longitude: previous.longitude,
              last,
              uses: 1,
            },
      history: () => ({ signIns: a, days: b }),
      failures: () => ({ total: a, networks: b, unfamiliar: c, here: 0 }),
      distinctFailedAtSource: () => a,
      namesTriedAtSource: () => b,
      arrivedAtSource: () => c,
      likelihood: () => (flag ? last / 1e6 : undefined),
      senders: () => b,
      volume: () => ({ messages: a, recipients: b }),
      volumeBaseline: () => ({ messages: c, recipients: d, days: a }),
      undelivered: () => ({ recipients: a, refused: b, bounced: c }),
      widestBefore: () => d,
      failedMail: () => a % 9,
      countriesKnown: () => 1 + (b % 5),
      parallelUse: () =>
        flag
          ? {
              days: 1 + (a % 9),
              km: b,
              minutes: c,
              network: '192.0.2.0/24',
              mailsThere: d % 3,
              mailsAtHome: d,
              isAbroad: c % 2 === 0,
            }
          : undefined,
    }),
  );

describe('the list of detectors', () => {
  it('gives every detector an id of its own', () => {
    expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
    for (const detector of DETECTORS) expect(detectorById(detector.id)).toBe(detector);
  });
});

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))(
  '%s',
  (_id, detector) => {
    it('never throws, is confident within 0..1, and answers the same to the same', () => {
      const options = detector.options.parse({});
      fc.assert(
        fc.property(anyEvent, anyFacts, (event, facts) => {
          const suspicion = detector.inspect(event, facts, options);

          expect(detector.inspect(event, facts, options)).toEqual(suspicion);
          if (suspicion === undefined) return;
          expect(suspicion.confidence).toBeGreaterThanOrEqual(0);
          expect(suspicion.confidence).toBeLessThanOrEqual(1);
          expect(suspicion.summary).toMatch(/^[A-Z0-9].*\.$/su);
          expect(JSON.parse(JSON.stringify(suspicion.evidence))).toEqual(suspicion.evidence);
        }),
      );
    });

    it('works with no options given, and has a weight within 0..1', () => {
      expect(detector.options.safeParse({}).success).toBe(true);
      expect(detector.weight).toBeGreaterThan(0);
      expect(detector.weight).toBeLessThanOrEqual(1);
    });

    it('refuses an option that it does not have', () => {
      expect(detector.options.safeParse({ noSuchOption: 1 }).success).toBe(false);
    });
  },
);
