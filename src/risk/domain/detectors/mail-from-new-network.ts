import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** Somebody signs in from elsewhere and sends mail at once: sign-in and mail in one verdict. */
export const mailFromNewNetwork = defineDetector({
  id: 'mail-from-new-network',
  title: 'Mail after a sign-in from elsewhere',
  technique: 'T1078',
  description:
    'A message to many was handed in from a network that the account was first used from within the last hours. ' +
    'Few recipients say little: whoever travels writes from there. More networks that are new, and recipients that do not exist, say more.',
  weight: 0.2,
  about: 'place',
  on: ['message'],
  needs: ['networkAge', 'newNetworks', 'isKnownPlace', 'undelivered', 'history'],
  options: z.strictObject({
    hours: z
      .number()
      .positive()
      .max(24)
      .default(6)
      .describe('Hours since the first use of the network within which mail is looked at.'),
    recipientsFrom: z
      .number()
      .int()
      .positive()
      .default(8)
      .describe('Recipients in this hour at which it gets suspicious.'),
    recipientsTo: z
      .number()
      .int()
      .positive()
      .default(60)
      .describe('Recipients in this hour at which it is certain.'),
    networksFrom: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('New networks within a day at which it gets suspicious whatever is sent.'),
    sameRegionFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe('Share of the confidence that is left near a known place.'),
  }),

  inspect({ event, network }, facts, options) {
    const age = facts.networkAge();
    if (network === undefined || age === undefined || age > options.hours * HOUR_MS)
      return undefined;
    const { recipients, refused } = facts.undelivered();
    const networks = facts.newNetworks();
    const strength = Math.max(
      ramp(recipients + refused, options.recipientsFrom, options.recipientsTo),
      refused > 0 ? ramp(refused, 2, 8) : 0,
      ramp(networks, options.networksFrom, 3 * options.networksFrom),
    );
    if (strength === 0) return undefined;

    const minutes = Math.floor(age / MINUTE_MS);
    const factor = facts.isKnownPlace(100) ? options.sameRegionFactor : 1;
    return {
      confidence: factor * (0.3 + 0.7 * strength),
      summary: `Sent to ${recipients} recipients in this hour from ${network}, first used ${minutes} minutes before.`,
      evidence: {
        recipients,
        refusedRecipients: refused,
        minutesSinceFirstUse: minutes,
        newNetworks: networks,
        network,
        address: event.sourceIp ?? '',
        earlierSignIns: facts.history().signIns,
      },
    };
  },
});
