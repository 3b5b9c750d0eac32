import { z } from 'zod';
import { defineDetector } from '../detector.js';

/** One message to far more recipients than any the account has sent. */
export const recipientFanOut = defineDetector({
  id: 'recipient-fan-out',
  title: "Recipients' fan-out",
  technique: 'T1078',
  description:
    'One message went to far more recipients than the account ever addressed at once. ' +
    'An invitation to the whole company looks the same; who does it again is not reported.',
  weight: 0.25,
  about: 'volume',
  on: ['message'],
  needs: ['widestBefore', 'volumeBaseline', 'isKnownNetwork', 'networkAge'],
  options: z.strictObject({
    recipientsFloor: z
      .number()
      .int()
      .positive()
      .default(25)
      .describe('Recipients of one message below which nothing is reported.'),
    factor: z.number().min(1).default(4).describe('Times the most recipients so far to report.'),
    certainFactor: z
      .number()
      .min(1)
      .default(20)
      .describe('Times the most recipients so far at which it is certain.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(3)
      .describe('Earlier days with mail below which nothing is reported.'),
    knownNetworkFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.4)
      .describe('Share of the confidence that is left at a network known for more than a day.'),
  }),

  inspect({ event }, facts, options) {
    const recipients = event.message?.recipients ?? 0;
    if (recipients < options.recipientsFloor) return undefined;
    const most = facts.widestBefore();
    const ratio = recipients / Math.max(1, most);
    if (ratio < options.factor || facts.volumeBaseline().days < options.minDays) return undefined;

    const share = Math.min(1, (ratio - options.factor) / Math.max(1, options.certainFactor));
    const isSettled = facts.isKnownNetwork() && facts.networkAge() === undefined;
    return {
      confidence: (isSettled ? options.knownNetworkFactor : 1) * (0.4 + 0.6 * share),
      summary: `One message to ${recipients} recipients; the most before today were ${most}.`,
      evidence: {
        recipients,
        mostBefore: most,
        isKnownNetwork: isSettled,
        address: event.sourceIp ?? '',
      },
    };
  },
});
