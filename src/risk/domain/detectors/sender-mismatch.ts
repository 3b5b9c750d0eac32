import { z } from 'zod';
import { HOUR_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';
import { ramp } from '../ramp.js';

/** Mail in the name of somebody else. */
export const senderMismatch = defineDetector({
  id: 'sender-mismatch',
  title: 'Sender of somebody else',
  technique: 'T1586.002',
  description:
    "The account sends in the name of another account, or of a domain that is not the site's. " +
    'Assistants, shared mailboxes and private aliases do that every day; many different senders are unusual.',
  weight: 0.25,
  about: 'sender',
  on: ['sign-in', 'message'],
  needs: ['senders'],
  options: z.strictObject({
    hours: z.number().positive().max(24).default(24).describe('Length of the window in hours.'),
    sendersTo: z
      .number()
      .int()
      .min(2)
      .max(20)
      .default(8)
      .describe('Distinct senders in the window at which it is certain.'),
  }),

  inspect({ event, sender }, facts, { hours, sendersTo }) {
    if (!isUse(event)) return undefined;
    if (sender !== 'other-account' && sender !== 'foreign') return undefined;
    const senders = facts.senders(['other-account', 'foreign'], hours * HOUR_MS);
    const address = event.message?.sender ?? event.account ?? '';
    const whose = sender === 'foreign' ? "a domain that is not the site's" : 'another account';
    return {
      confidence: ramp(senders, 1, sendersTo),
      summary: `Sent as ${address}, of ${whose}: ${senders} senders that are not the account's within ${hours} h.`,
      evidence: {
        sender: address,
        standing: sender,
        distinctSenders: senders,
        windowHours: hours,
        address: event.sourceIp ?? '',
      },
    };
  },
});
