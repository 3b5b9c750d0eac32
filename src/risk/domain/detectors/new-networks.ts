import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** Network after network that the account was never used from, however slowly they come. */
export const newNetworks = defineDetector({
  id: 'new-networks',
  title: 'Many new networks',
  technique: 'T1078',
  description:
    'Within 24 hours the account was used from several networks that it was never used from before, many more than it is used to; those that many of the site share are not counted. ' +
    'Residential proxies and slow botnets take another home each time, be it next door. A day of travel brings a few; who roams every day has a higher threshold.',
  weight: 0.7,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['newNetworks', 'isKnownNetwork', 'networksADay', 'history'],
  options: z.strictObject({
    networksFrom: z
      .number()
      .int()
      .min(2)
      .default(5)
      .describe('New networks (of one address family) within 24 hours to report.'),
    networksMore: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('So many more of them make it certain.'),
    usualFactor: z
      .number()
      .nonnegative()
      .default(3)
      .describe('At least so many times the networks a day that the account came to know so far.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe('Days with a sign-in before anything counts as new.'),
    settledDays: z
      .number()
      .int()
      .nonnegative()
      .default(7)
      .describe('Days with a sign-in before which two more are asked for.'),
  }),

  inspect(
    { event, network },
    facts,
    { networksFrom, networksMore, usualFactor, minDays, settledDays },
  ) {
    const { signIns, days } = facts.history();
    if (days < minDays || network === undefined || facts.isKnownNetwork()) return undefined;
    const networks = facts.newNetworks();
    if (networks < networksFrom) return undefined;
    const usual = facts.networksADay();
    const young = days < settledDays ? 2 : 0;
    const from = Math.max(networksFrom, Math.ceil(usualFactor * usual)) + young;
    if (networks < from) return undefined;

    return {
      confidence: 0.4 + 0.6 * ramp(networks, from, from + networksMore),
      summary: `Used from ${networks} networks within 24 h that it was never used from in ${days} days; it came to know ${usual.toFixed(1)} a day.`,
      evidence: {
        newNetworks: networks,
        networksADay: Math.round(10 * usual) / 10,
        network,
        address: event.sourceIp ?? '',
        signIns,
        days,
      },
    };
  },
});
