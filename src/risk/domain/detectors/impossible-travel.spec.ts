import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../kernel/clock.js';
import { sightingsOf, someFacts } from '../facts.builder.js';
import { CASE_START, aFoldEvent } from '../fold-event.builder.js';
import { impossibleTravel } from './impossible-travel.js';

const OSLO = { country: 'NO', city: 'Oslo', latitude: 59.91, longitude: 10.75 };
const LAGOS = { country: 'NG', city: 'Lagos', latitude: 6.45, longitude: 3.39 };
const BERGEN = { country: 'NO', city: 'Bergen', latitude: 60.39, longitude: 5.32 };
const options = impossibleTravel.options.parse({});
const inOslo = someFacts({ previousPlace: () => ({ ...OSLO, last: CASE_START, uses: 1 }) });

describe('impossible travel', () => {
  it('signals when two uses are too far apart for the time between them', () => {
    const event = aFoldEvent({ at: CASE_START + HOUR_MS, place: LAGOS });

    const signal = impossibleTravel.inspect(event, inOslo, options);

    expect(signal?.summary).toBe(
      'Used in Lagos (NG) 60 minutes after Oslo (NO), 5977 km away: at least 5377 km/h.',
    );
    expect(signal?.evidence).toMatchObject({ previousPlace: 'Oslo (NO)', km: 5977, kmh: 5377 });
  });

  it('is more certain with every country of the day', () => {
    const event = aFoldEvent({ at: CASE_START + HOUR_MS, place: LAGOS });

    const confidences = [2, 3, 4].map((countries) => {
      const facts = { ...inOslo, distinctSightings: () => sightingsOf(4, { countries }) };
      return impossibleTravel.inspect(event, facts, options)?.confidence;
    });

    expect(confidences).toEqual([0.25, 0.55, 0.8]);
  });

  it.each([
    ['a failed sign-in', aFoldEvent({ outcome: 'failure', place: LAGOS }), {}],
    ['a use from an unknown place', aFoldEvent(), {}],
    ['a place without coordinates', aFoldEvent({ place: { country: 'NG' } }), {}],
    ['the first place ever', aFoldEvent({ place: LAGOS }), { previousPlace: () => undefined }],
    ['what geolocation error explains', aFoldEvent({ place: BERGEN }), {}],
    ['a trip there was time for', aFoldEvent({ at: CASE_START + 8 * HOUR_MS, place: LAGOS }), {}],
    ['a known network', aFoldEvent({ place: LAGOS }), { isKnownNetwork: () => true }],
    ['a known place', aFoldEvent({ place: LAGOS }), { isKnownPlace: () => true }],
  ])('is silent on %s', (_case, event, overrides) => {
    expect(impossibleTravel.inspect(event, { ...inOslo, ...overrides }, options)).toBeUndefined();
  });
});
