import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** An account that was only ever used inside appears on the external listener. */
export const internalAccountOutside = defineDetector({
  id: 'internal-account-outside',
  title: 'Internal account outside',
  technique: 'T1133',
  description:
    'The account was used on internal listeners only, and now on the one that faces the internet. ' +
    'Somebody who works from home for the first time looks the same. Without listeners in the log it is silent.',
  weight: 0.4,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['listenerUses', 'history', 'isKnownNetwork'],
  options: z.strictObject({
    minUses: z
      .number()
      .int()
      .min(1)
      .max(255)
      .default(20)
      .describe('Uses of internal listeners before an external one is reported.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Days with a sign-in before an external use is reported.'),
    maxExternal: z
      .number()
      .int()
      .nonnegative()
      .default(2)
      .describe('Earlier uses of external listeners with which it still counts as internal.'),
  }),

  inspect({ event, network }, facts, { minUses, minDays, maxExternal }) {
    if (event.listener !== 'external' || !isUse(event)) return undefined;
    const { internal, external } = facts.listenerUses();
    if (internal < minUses || external > maxExternal || facts.isKnownNetwork()) return undefined;
    const { days } = facts.history();
    if (days < minDays) return undefined;

    return {
      confidence: external === 0 ? 0.7 : 1,
      summary: `Used on an external listener, after ${internal} uses of internal ones and ${external} of external ones on ${days} days.`,
      evidence: {
        internalUses: internal,
        externalUses: external,
        days,
        address: event.sourceIp ?? '',
        network: network ?? '',
      },
    };
  },
});
