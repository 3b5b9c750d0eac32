import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** A sign-in at an hour at which the account is never used, from a network that is new for it. */
export const unusualHour = defineDetector({
  id: 'unusual-hour',
  title: 'Unusual hour',
  technique: 'T1078',
  description:
    'The account was used hours away from any hour of the day at which it signed in within the last two to four weeks, from a network that is new for it. ' +
    'Travellers in other time zones look the same; an account that is used around the clock has no unusual hour.',
  weight: 0.1,
  about: 'time',
  on: ['sign-in'],
  needs: ['isKnownNetwork', 'usualHours', 'history'],
  options: z.strictObject({
    hoursFrom: z
      .number()
      .int()
      .min(1)
      .max(12)
      .default(2)
      .describe('Hours from the nearest usual one at which it gets suspicious.'),
    hoursTo: z
      .number()
      .int()
      .min(1)
      .max(12)
      .default(5)
      .describe('Hours from the nearest usual one at which it is certain.'),
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(30)
      .describe('Successful sign-ins before any hour counts as unusual.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(7)
      .describe('Days with a sign-in before any hour counts as unusual.'),
  }),

  inspect({ event, network }, facts, { hoursFrom, hoursTo, minSignIns, minDays }) {
    const { signIns, days } = facts.history();
    if (signIns < minSignIns || days < minDays) return undefined;
    if (network === undefined || facts.isKnownNetwork()) return undefined;
    const { away, used } = facts.usualHours();
    const confidence = ramp(away, hoursFrom, hoursTo);
    if (confidence === 0) return undefined;

    const hour = Math.floor(event.at / HOUR_MS) % 24;
    return {
      confidence,
      summary: `Used at ${hour}:00 UTC, ${away} hours from any of the ${used} hours at which it signs in, and from ${network}, new for the account.`,
      evidence: { hour, hoursAway: away, usualHours: used, network, address: event.sourceIp ?? '' },
    };
  },
});
