import { z } from 'zod';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../kernel/clock.js';
import { distanceKm } from '../../../kernel/geo.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';
import { isLocated } from '../known-places.js';
import { LEARNING_OPTIONS, learningShare } from '../learning.js';

/** Confidence by the countries of the day: one jump may be a new VPN, two a journey with one, four are a botnet. */
function byCountries(countries: number): number {
  if (countries <= 2) return 0.25;
  if (countries === 3) return 0.55;
  return countries === 4 ? 0.8 : 1;
}

/** The same by those that are new for an account that is known: home is none of them. */
function byNewCountries(countries: number): number {
  if (countries <= 1) return 0.25;
  if (countries === 2) return 0.4;
  return countries === 3 ? 0.8 : 1;
}

/** Two uses too far apart for the time between them. */
export const impossibleTravel = defineDetector({
  id: 'impossible-travel',
  title: 'Impossible travel',
  technique: 'T1078',
  description:
    'The account was used at two places that are too far apart for the time in between, even if geolocation erred at both ends. ' +
    'The first use of a VPN looks the same; once a place or a network is known for the account it is not reported again, and neither is a network that many of the site share: carriers leave far away.',
  weight: 0.6,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: [
    'previousPlace',
    'isKnownNetwork',
    'isKnownPlace',
    'isSharedNetwork',
    'distinctSightings',
    'newCountries',
    'history',
  ],
  options: z.strictObject({
    maxSpeedKmh: z.number().positive().default(900).describe('Fastest believable travel, in km/h.'),
    geolocationErrorKm: z
      .number()
      .nonnegative()
      .default(300)
      .describe('How far geolocation may err at either end, in km.'),
    minDistanceKm: z
      .number()
      .nonnegative()
      .default(200)
      .describe('Shortest distance, with both errors taken off, to report, in km.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe(
        'Days with a sign-in from which on only countries that are new for the account count.',
      ),
    ...LEARNING_OPTIONS,
  }),

  inspect({ event, place }, facts, options) {
    const { maxSpeedKmh, geolocationErrorKm, minDistanceKm, minDays } = options;
    if (!isUse(event) || !isLocated(place)) return undefined;
    const previous = facts.previousPlace();
    if (previous === undefined) return undefined;
    if (previous.latitude === place.latitude && previous.longitude === place.longitude) {
      return undefined;
    }

    const km = distanceKm(previous, place);
    const certainKm = km - 2 * geolocationErrorKm;
    const elapsedMs = Math.max(event.at - previous.last, SECOND_MS);
    const kmh = certainKm / (elapsedMs / HOUR_MS);
    if (certainKm < minDistanceKm || certainKm <= 0 || kmh <= maxSpeedKmh) return undefined;
    if (facts.isKnownNetwork() || facts.isKnownPlace(geolocationErrorKm)) return undefined;
    if (facts.isSharedNetwork()) return undefined;

    const { countries } = facts.distinctSightings(DAY_MS);
    // A VPN's exits that the account is known from are no further countries.
    const history = facts.history();
    const isKnown = history.days >= minDays;
    const minutes = Math.round(elapsedMs / (60 * SECOND_MS));
    const from = nameOf(previous);
    const to = nameOf(place);
    return {
      confidence: isKnown
        ? byNewCountries(facts.newCountries(DAY_MS))
        : learningShare(history, options) * byCountries(countries),
      summary: `Used in ${to} ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} after ${from}, ${Math.round(km)} km away: at least ${Math.round(kmh)} km/h.`,
      evidence: {
        previousPlace: from,
        previousCountry: previous.country,
        place: to,
        country: place.country,
        km: Math.round(km),
        kmh: Math.round(kmh),
        minutes,
        address: event.sourceIp ?? '',
      },
    };
  },
});

function nameOf({ city, country }: { city?: string | undefined; country: string }): string {
  return city === undefined ? country : `${city} (${country})`;
}
