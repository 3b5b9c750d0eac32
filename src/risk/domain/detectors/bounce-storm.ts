import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** What the account sent comes back. */
export const bounceStorm = defineDetector({
  id: 'bounce-storm',
  title: 'Bounce storm',
  technique: 'T1078',
  description:
    'Within the clock hour mail of the account that had been accepted could not be delivered to many recipients. ' +
    'Spam runs go to old lists, and other servers refuse them. A newsletter to an old list looks the same.',
  weight: 0.35,
  about: 'volume',
  on: ['message', 'refused-message'],
  needs: ['undelivered'],
  options: z.strictObject({
    bouncedFrom: z
      .number()
      .int()
      .positive()
      .default(8)
      .describe('Bounces an hour at which it gets suspicious.'),
    bouncedTo: z
      .number()
      .int()
      .positive()
      .default(60)
      .describe('Bounces an hour at which it is certain.'),
  }),

  inspect({ event }, facts, { bouncedFrom, bouncedTo }) {
    if (!event.message?.bounced) return undefined;
    const { bounced, recipients } = facts.undelivered();
    if (bounced < bouncedFrom) return undefined;

    return {
      confidence: 0.3 + 0.7 * ramp(bounced, bouncedFrom, bouncedTo),
      summary: `Mail to ${bounced} recipients bounced within this hour.`,
      evidence: { bounced, recipients, address: event.sourceIp ?? '' },
    };
  },
});
