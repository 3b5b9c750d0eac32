import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';
import { LEARNING_OPTIONS, learningShare } from '../learning.js';
import { ramp } from '../ramp.js';

const Window = z.strictObject({
  hours: z.number().positive().max(24).describe('Length of the window in hours.'),
  networksFrom: z.number().int().positive().describe('Networks at which it gets suspicious.'),
  networksTo: z.number().int().positive().describe('Networks at which it is certain.'),
  countriesFrom: z.number().int().positive().describe('Countries at which it gets suspicious.'),
  countriesTo: z.number().int().positive().describe('Countries at which it is certain.'),
});

/** One account used from more networks or countries than one person gets to. */
export const distributedSignIns = defineDetector({
  id: 'distributed-sign-ins',
  title: 'Distributed sign-ins',
  technique: 'T1078',
  description:
    'The account was signed in to from many networks (/24, or /64 for IPv6) or countries within 1, 6 or 24 hours. ' +
    'A botnet does that with a stolen password. A phone on the move sees a few networks of one country; ' +
    'a mail fetcher sees many addresses of few networks, which counts for little.',
  weight: 0.8,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: [
    'addressAge',
    'distinctSightings',
    'sightings',
    'newNetworks',
    'networksADay',
    'newCountries',
    'history',
  ],
  options: z.strictObject({
    // Field values of others: 10 addresses a day (Exim wiki), 20 addresses or 5 countries a day
    // (postfwd anti-geoip-spam). A train ride through one carrier's networks has to stay below.
    windows: z
      .array(Window)
      .min(1)
      .max(6)
      .default([
        { hours: 1, networksFrom: 3, networksTo: 8, countriesFrom: 3, countriesTo: 5 },
        { hours: 6, networksFrom: 8, networksTo: 20, countriesFrom: 4, countriesTo: 6 },
        { hours: 24, networksFrom: 10, networksTo: 40, countriesFrom: 4, countriesTo: 8 },
      ])
      .describe('Sliding windows, each with its thresholds; the most suspicious one counts.'),
    addressesFrom: z
      .number()
      .int()
      .positive()
      .default(30)
      .describe('Addresses in a window, whatever their networks, at which it gets suspicious.'),
    addressesConfidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Highest confidence that many addresses of few networks can reach.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe(
        'Days with a sign-in from which on only networks that are new for the account count.',
      ),
    usualFactor: z
      .number()
      .nonnegative()
      .default(1.5)
      .describe(
        'More new networks in a day than so many times those that the account comes to know on one.',
      ),
    ...LEARNING_OPTIONS,
    sameCountryFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.7)
      .describe('Share of the confidence that is left when every network is of one known country.'),
  }),

  inspect({ event }, facts, options) {
    if (!isUse(event) || event.sourceIp === undefined) return undefined;
    const age = facts.addressAge() ?? Infinity;
    const isKnown = facts.history().days >= options.minDays;
    const fresh = isKnown ? facts.newNetworks() : Infinity;
    if (fresh === 0) return undefined;
    if (isKnown && fresh <= Math.ceil(options.usualFactor * facts.networksADay())) return undefined;

    let confidence = 0;
    let hours = 0;
    for (const window of options.windows) {
      // An address that is in the window already adds nothing to its counts.
      if (age < window.hours * HOUR_MS) continue;
      const counts = facts.distinctSightings(window.hours * HOUR_MS);
      const factor = counts.countries === 1 ? options.sameCountryFactor : 1;
      const { networksOfOneKind: networks, addresses } = counts;
      const countries = isKnown
        ? Math.min(counts.countries, facts.newCountries(window.hours * HOUR_MS))
        : counts.countries;
      // Who goes round the networks that he is known from is no botnet.
      const share = isKnown
        ? Math.min(1, facts.newNetworks(window.hours * HOUR_MS) / Math.max(1, networks))
        : learningShare(facts.history(), options);
      const suspicion =
        share *
        Math.max(
          factor * ramp(networks, window.networksFrom, window.networksTo),
          ramp(countries, window.countriesFrom, window.countriesTo),
          options.addressesConfidence *
            ramp(addresses, options.addressesFrom, 4 * options.addressesFrom),
        );
      if (suspicion > confidence) {
        confidence = suspicion;
        hours = window.hours;
      }
    }
    if (confidence === 0) return undefined;

    const counts = facts.distinctSightings(hours * HOUR_MS);
    const lists = facts.sightings(hours * HOUR_MS);
    const where = counts.countries === 0 ? '' : ` and ${counts.countries} countries`;
    return {
      confidence,
      summary: `Signed in from ${counts.addresses} addresses in ${counts.networks} networks${where} within ${hours} h.`,
      evidence: {
        windowHours: hours,
        distinctAddresses: counts.addresses,
        distinctNetworks: counts.networks,
        distinctCountries: counts.countries,
        addresses: lists.addresses,
        networks: lists.networks,
        countries: lists.countries,
      },
    };
  },
});
