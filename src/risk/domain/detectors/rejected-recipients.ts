import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** The server refuses recipients: the list was bought or guessed. */
export const rejectedRecipients = defineDetector({
  id: 'rejected-recipients',
  title: 'Rejected recipients',
  technique: 'T1078',
  description:
    'Within the clock hour the server refused many of the recipients that the account addressed, as they do not exist. ' +
    'A stale mailing list looks the same, and a typing error or two is nothing.',
  weight: 0.35,
  about: 'volume',
  on: ['message', 'refused-message'],
  needs: ['undelivered'],
  options: z.strictObject({
    // 100 an hour is a limit of Exim's documentation; ours is a share as well, so that fewer will do.
    refusedFrom: z
      .number()
      .int()
      .positive()
      .default(6)
      .describe('Refused recipients an hour at which it gets suspicious.'),
    refusedTo: z
      .number()
      .int()
      .positive()
      .default(60)
      .describe('Refused recipients an hour at which it is certain.'),
    minShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.15)
      .describe('Share of all recipients below which nothing is reported.'),
  }),

  inspect({ event }, facts, { refusedFrom, refusedTo, minShare }) {
    if (!event.message?.rejectedRecipients) return undefined;
    const { recipients, refused } = facts.undelivered();
    if (refused < refusedFrom || refused < minShare * (recipients + refused)) return undefined;

    const share = refused / (recipients + refused);
    return {
      confidence: 0.3 + 0.7 * ramp(refused, refusedFrom, refusedTo),
      summary: `${refused} of ${recipients + refused} recipients of this hour were refused.`,
      evidence: {
        refusedRecipients: refused,
        recipients,
        percent: Math.round(100 * share),
        address: event.sourceIp ?? '',
      },
    };
  },
});
