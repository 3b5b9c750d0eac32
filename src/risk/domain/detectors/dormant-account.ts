import { z } from 'zod';
import { DAY_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';
import { ramp } from '../ramp.js';

/** An account that nobody has used for long wakes up somewhere else. */
export const dormantAccount = defineDetector({
  id: 'dormant-account',
  title: 'Dormant account awake',
  technique: 'T1078',
  description:
    'The account was not used for weeks and is now used from a network that is new for it. ' +
    'Somebody who comes back from a long leave with a new phone looks the same.',
  weight: 0.45,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['idleMs', 'isKnownNetwork', 'isKnownProvider', 'isKnownCountry'],
  options: z.strictObject({
    daysFrom: z
      .number()
      .positive()
      .default(21)
      .describe('Days of rest at which it gets suspicious.'),
    daysTo: z.number().positive().default(60).describe('Days of rest at which it is certain.'),
    sameProviderFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'Share of the confidence that is left where the provider is known for the account.',
      ),
  }),

  inspect({ event, network, place }, facts, { daysFrom, daysTo, sameProviderFactor }) {
    if (!isUse(event) || network === undefined) return undefined;
    const idleMs = facts.idleMs();
    if (idleMs === undefined || idleMs < daysFrom * DAY_MS || facts.isKnownNetwork())
      return undefined;

    const days = Math.floor(idleMs / DAY_MS);
    const strength = 0.5 + 0.5 * ramp(days, daysFrom, daysTo);
    const isAtHome = facts.isKnownProvider() && facts.isKnownCountry();
    return {
      confidence: isAtHome ? sameProviderFactor * strength : strength,
      summary: `Used from ${network}, new for the account, after ${days} days without any use.`,
      evidence: {
        days,
        network,
        address: event.sourceIp ?? '',
        country: place?.country ?? '',
        isKnownProvider: facts.isKnownProvider(),
      },
    };
  },
});
