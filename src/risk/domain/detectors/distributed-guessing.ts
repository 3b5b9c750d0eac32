import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isWrongCredential } from '../fold-event.js';
import { ramp } from '../ramp.js';

/** Passwords of one account are tried from many networks, slowly enough for each to stay unseen. */
export const distributedGuessing = defineDetector({
  id: 'distributed-guessing',
  title: 'Distributed guessing',
  technique: 'T1110.001',
  description:
    'Over hours sign-ins to the account failed from many networks that it was never used from, a try or two from each. Nobody got in. ' +
    'Failures alone never bring an account to the high level.',
  weight: 0.05,
  failureOnly: true,
  about: 'guessing',
  on: ['failure'],
  needs: ['failureCount', 'failures', 'isKnownNetwork'],
  options: z.strictObject({
    hours: z.number().positive().max(24).default(24).describe('Length of the window in hours.'),
    networksFrom: z
      .number()
      .int()
      .positive()
      .default(12)
      .describe('Failing networks at which it gets suspicious.'),
    networksTo: z
      .number()
      .int()
      .positive()
      .max(80)
      .default(40)
      .describe('Failing networks at which it is certain.'),
    triesANetwork: z
      .number()
      .min(1)
      .default(3)
      .describe('Failures a network, on average, up to which it counts as distributed.'),
  }),

  inspect({ event }, facts, { hours, networksFrom, networksTo, triesANetwork }) {
    if (!isWrongCredential(event) || facts.failureCount(hours * HOUR_MS) < networksFrom)
      return undefined;
    if (facts.isKnownNetwork()) return undefined;
    const { total, networks } = facts.failures(hours * HOUR_MS);
    if (networks < networksFrom || total > triesANetwork * networks) return undefined;

    return {
      confidence: ramp(networks, networksFrom, networksTo),
      summary: `${total} wrong passwords from ${networks} networks within ${hours} h, a few from each; none of these got in.`,
      evidence: {
        windowHours: hours,
        failures: total,
        distinctNetworks: networks,
        address: event.sourceIp ?? '',
      },
    };
  },
});
