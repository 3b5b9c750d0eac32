import { z } from 'zod';
import { DAY_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** A country from which the account was never used, after a time of learning. */
export const newCountry = defineDetector({
  id: 'new-country',
  title: 'New country',
  technique: 'T1078',
  description:
    'The account was used from a country it was never used from before. One new country is usually a journey; several in a day are not. ' +
    'Nothing is reported before the account is known well enough.',
  weight: 0.2,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['isKnownCountry', 'history', 'newCountries'],
  options: z.strictObject({
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(10)
      .describe('Successful sign-ins before anything counts as new.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe('Days with a sign-in before anything counts as new.'),
  }),

  inspect({ event, place }, facts, { minSignIns, minDays }) {
    if (!isUse(event) || place?.country === undefined || facts.isKnownCountry()) return undefined;
    const { signIns, days } = facts.history();
    if (signIns < minSignIns || days < minDays) return undefined;

    const countries = facts.newCountries(DAY_MS);
    const others = countries > 1 ? `, one of ${countries} new countries within 24 h` : '';
    return {
      confidence: Math.min(1, 0.5 + 0.2 * Math.max(0, countries - 1)),
      summary: `First use from ${place.country} after ${signIns} sign-ins on ${days} days${others}.`,
      evidence: {
        country: place.country,
        newCountries: countries,
        signIns,
        days,
        address: event.sourceIp ?? '',
      },
    };
  },
});
