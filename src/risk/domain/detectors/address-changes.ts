import { z } from 'zod';
import { MINUTE_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';
import { LEARNING_OPTIONS, learningShare } from '../learning.js';
import { ramp } from '../ramp.js';

/** The address of the account's sign-ins changes every minute or so: the mark of the case. */
export const addressChanges = defineDetector({
  id: 'address-changes',
  title: 'Address changing each minute',
  technique: 'T1078',
  description:
    'From one successful sign-in to the next the address changed, again and again within minutes, through several networks. ' +
    'Mail software on an office machine and a phone alternates between two or three addresses, which is not reported.',
  weight: 0.5,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['addressChanges', 'distinctSightings', 'sightings', 'newNetworks', 'history'],
  options: z.strictObject({
    minutes: z.number().positive().max(60).default(10).describe('Length of the window in minutes.'),
    minChanges: z.number().int().positive().default(3).describe('Changes in the window to report.'),
    certainChanges: z
      .number()
      .int()
      .positive()
      .default(8)
      .describe('Changes in the window at which it is certain.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe(
        'Days with a sign-in from which on only networks that are new for the account count.',
      ),
    minNetworks: z
      .number()
      .int()
      .positive()
      .default(4)
      .describe('Networks (of one address family) in the window to report.'),
    ...LEARNING_OPTIONS,
    sameCountryFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.7)
      .describe('Share of the confidence that is left when every network is of one country.'),
  }),

  inspect({ event }, facts, options) {
    const { minutes, minChanges, certainChanges, minNetworks, minDays, sameCountryFactor } =
      options;
    if (!isUse(event) || event.sourceIp === undefined) return undefined;
    const windowMs = minutes * MINUTE_MS;
    const changes = facts.addressChanges(windowMs);
    if (changes < minChanges) return undefined;
    const counts = facts.distinctSightings(windowMs);
    if (counts.networksOfOneKind < minNetworks) return undefined;
    const history = facts.history();
    const share =
      history.days >= minDays
        ? Math.min(1, facts.newNetworks(windowMs) / counts.networksOfOneKind)
        : learningShare(history, options);
    if (share === 0) return undefined;
    const factor = counts.countries === 1 ? sameCountryFactor : 1;

    return {
      confidence: factor * share * (0.5 + 0.5 * ramp(changes, minChanges, certainChanges)),
      summary: `The address changed ${changes} times in ${minutes} minutes, through ${counts.networks} networks.`,
      evidence: {
        windowMinutes: minutes,
        changes,
        distinctAddresses: counts.addresses,
        distinctNetworks: counts.networks,
        addresses: facts.sightings(windowMs).addresses,
      },
    };
  },
});
