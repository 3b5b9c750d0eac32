import { z } from 'zod';
import { defineDetector } from '../detector.js';

/** Message after message to people who don't exist, from where the account isn't at home. */
export const undeliverableMail = defineDetector({
  id: 'undeliverable-mail',
  title: 'Undeliverable mail from elsewhere',
  technique: 'T1078',
  description:
    'Within two days several messages had recipients that do not exist, and were handed in from networks where the account is not at home. ' +
    'Lists that are bought or guessed fail again and again, however few messages are sent from each place; a person mistypes an address once in a while. ' +
    'Somebody on a journey who writes to an old list looks the same.',
  weight: 0.6,
  about: 'volume',
  on: ['message', 'refused-message'],
  needs: ['failedMail'],
  options: z.strictObject({
    // Of a person's messages about one in a hundred fails, so that three in two days are one in a million.
    confidences: z
      .array(z.number().min(0).max(1))
      .min(1)
      .max(8)
      .default([0, 0.5, 0.85, 1])
      .describe('Confidence at 1, 2, 3 … messages that failed; the last holds for more.'),
  }),

  inspect({ event, network }, facts, { confidences }) {
    if (!event.message?.rejectedRecipients && !event.message?.bounced) return undefined;
    const messages = facts.failedMail();
    const confidence = confidences[Math.min(messages, confidences.length) - 1] ?? 0;
    if (confidence === 0) return undefined;

    return {
      confidence,
      summary: `${messages} messages of the last two days had recipients that do not exist, and came from networks where the account is not at home.`,
      evidence: {
        failedMessages: messages,
        refusedRecipients: event.message.rejectedRecipients,
        bouncedRecipients: event.message.bounced ?? 0,
        address: event.sourceIp ?? '',
        network: network ?? '',
      },
    };
  },
});
