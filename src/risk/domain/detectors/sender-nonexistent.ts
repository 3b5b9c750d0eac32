import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** Mail in the name of addresses that nobody has: `wkjxbetrayal@company.co.in` in the case. */
export const senderNonexistent = defineDetector({
  id: 'sender-nonexistent',
  title: 'Sender that does not exist',
  technique: 'T1586.002',
  description:
    "The account sends in the name of addresses in the site's own domains that do not exist in the directory. " +
    'One may be a typing error or an alias that was not synchronised; several are invented.',
  weight: 0.7,
  about: 'sender',
  on: ['sign-in', 'message'],
  needs: ['senders'],
  options: z.strictObject({
    hours: z.number().positive().max(24).default(24).describe('Length of the window in hours.'),
    // The first stays below medium: directories miss aliases, and one sender is no proof.
    confidences: z
      .array(z.number().min(0).max(1))
      .min(1)
      .max(10)
      .default([0.34, 0.6, 0.8, 0.95])
      .describe('Confidence at 1, 2, 3 … distinct senders; the last holds for more.'),
  }),

  inspect({ event, sender }, facts, { hours, confidences }) {
    if (!isUse(event) || sender !== 'nonexistent') return undefined;
    const senders = facts.senders(['nonexistent'], hours * HOUR_MS);
    const address = event.message?.sender ?? event.account ?? '';
    const what =
      senders > 1 ? `one of ${senders} such senders within ${hours} h` : 'the first such sender';
    return {
      confidence: confidences[Math.min(senders, confidences.length) - 1] ?? 0,
      summary: `Sent as ${address}, which does not exist in the directory: ${what}.`,
      evidence: {
        sender: address,
        distinctSenders: senders,
        windowHours: hours,
        address: event.sourceIp ?? '',
      },
    };
  },
});
