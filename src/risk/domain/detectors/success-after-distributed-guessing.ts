import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** A distributed guess that hit: the success comes from one more network that nobody knows. */
export const successAfterDistributedGuessing = defineDetector({
  id: 'success-after-distributed-guessing',
  title: 'Success after distributed guessing',
  technique: 'T1110.001',
  description:
    'While passwords of the account were tried from many networks, a sign-in succeeded from another new one, through a provider that is new, too. ' +
    'The owner who travels while somebody guesses looks the same, so a provider that is known keeps it silent and it does not reach high by itself.',
  weight: 0.1,
  about: 'guessing',
  on: ['sign-in'],
  needs: [
    'isKnownNetwork',
    'isKnownProvider',
    'isKnownPlace',
    'failureCount',
    'failures',
    'history',
  ],
  options: z.strictObject({
    hours: z.number().positive().max(24).default(24).describe('Length of the window in hours.'),
    networksFrom: z
      .number()
      .int()
      .positive()
      .default(4)
      .describe('Failing networks at which a success gets suspicious.'),
    networksTo: z
      .number()
      .int()
      .positive()
      .max(80)
      .default(15)
      .describe('Failing networks at which it is certain.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Days with a sign-in before a provider counts as new.'),
    nearFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Share of the confidence that is left near a known place.'),
  }),

  inspect({ event, network }, facts, { hours, networksFrom, networksTo, minDays, nearFactor }) {
    if (network === undefined || facts.failureCount(hours * HOUR_MS) < networksFrom)
      return undefined;
    const { signIns, days } = facts.history();
    if (days < minDays || facts.isKnownNetwork() || facts.isKnownProvider()) return undefined;
    const { unfamiliar, networks } = facts.failures(hours * HOUR_MS);
    if (networks < networksFrom || unfamiliar < networksFrom) return undefined;

    const strength = 0.4 + 0.6 * ramp(networks, networksFrom, networksTo);
    return {
      confidence: facts.isKnownPlace(100) ? nearFactor * strength : strength,
      summary: `Signed in from ${network}, new for the account, while ${networks} networks failed on it within ${hours} h.`,
      evidence: {
        windowHours: hours,
        failures: unfamiliar,
        distinctNetworks: networks,
        address: event.sourceIp ?? '',
        network,
        earlierSignIns: signIns,
      },
    };
  },
});
