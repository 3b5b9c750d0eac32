import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** Several accounts that had never been there arrive at one source. */
export const sharedInfrastructure = defineDetector({
  id: 'shared-infrastructure',
  title: 'Shared infrastructure',
  technique: 'T1078',
  description:
    'Within a day several accounts were signed in to from one network, each through a provider that was new for it: what they have in common is who uses them. ' +
    'A conference, or a new office of the site, looks the same: declare such networks. Those that many of the site have shared for days are not reported.',
  weight: 0.1,
  about: 'place',
  on: ['sign-in'],
  needs: ['isKnownProvider', 'isSharedNetwork', 'arrivedAtSource', 'history'],
  options: z.strictObject({
    accountsFrom: z
      .number()
      .int()
      .positive()
      .default(2)
      .describe('Other accounts that arrived at the network at which it gets suspicious.'),
    accountsTo: z
      .number()
      .int()
      .positive()
      .max(256)
      .default(8)
      .describe('Other accounts at which it is certain.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Days with a sign-in before anything counts as new.'),
  }),

  inspect({ event, network }, facts, { accountsFrom, accountsTo, minDays }) {
    const { signIns, days } = facts.history();
    if (network === undefined || days < minDays || facts.isKnownProvider()) return undefined;
    if (facts.isSharedNetwork()) return undefined;
    const others = facts.arrivedAtSource();
    if (others < accountsFrom) return undefined;

    return {
      confidence: 0.2 + 0.8 * ramp(others, accountsFrom, accountsTo),
      summary: `Signed in from ${network} through a new provider, as ${others} other accounts did for the first time within a day.`,
      evidence: { otherAccounts: others, network, address: event.sourceIp ?? '', signIns, days },
    };
  },
});
