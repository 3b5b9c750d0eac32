import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** Somebody reads along from afar, day after day, while the owner goes on as before. */
export const parallelUse = defineDetector({
  id: 'parallel-use',
  title: 'Parallel use from afar',
  technique: 'T1114.002',
  description:
    'Day after day the account is used at a far network that is new for it, while its owner is at home: he writes mail where he always does, or signs in at his own network, and nobody gets from the one place to the other in the time between. ' +
    'Who is on a journey writes from there, and only a program at his desk goes on polling, which is not reported. ' +
    'Somebody who has begun to use a VPN looks the same: declare its exits, or give the verdict safe.',
  weight: 0.6,
  about: 'place',
  on: ['sign-in', 'message'],
  needs: ['parallelUse', 'networksADay', 'countriesKnown'],
  options: z.strictObject({
    confidences: z
      .array(z.number().min(0).max(1))
      .min(1)
      .max(14)
      .default([0.2, 0.5, 0.9, 1])
      .describe('Confidence at 1, 2, 3 … days of it; the last holds for more.'),
    mailFactor: z
      .number()
      .nonnegative()
      .default(3)
      .describe(
        'Whoever reads along sends little: at least so many times the mail from there has to be written at home meanwhile.',
      ),
    sameCountryMessages: z
      .number()
      .int()
      .nonnegative()
      .default(6)
      .describe(
        'Within the own country: so many messages at home meanwhile, and none from there, and one day more of it.',
      ),
    networksADay: z
      .number()
      .positive()
      .default(2)
      .describe('New networks a day from which on several people use the account, as a rule.'),
    travellerCountries: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('Countries from which on a further one says less.'),
    travellerFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Share of the confidence that is left then.'),
  }),

  inspect({ event }, facts, options) {
    if (!isUse(event)) return undefined;
    const found = facts.parallelUse();
    if (found === undefined) return undefined;
    const { days, km, minutes, network, mailsAtHome, mailsThere, isAbroad } = found;
    if (options.mailFactor * mailsThere > mailsAtHome) return undefined;
    if (!isAbroad && (mailsThere > 0 || mailsAtHome < options.sameCountryMessages))
      return undefined;
    if (facts.networksADay() >= options.networksADay) return undefined;
    const counted = Math.min(isAbroad ? days : days - 1, options.confidences.length);
    const factor =
      facts.countriesKnown() >= options.travellerCountries ? options.travellerFactor : 1;
    const confidence = factor * (options.confidences[counted - 1] ?? 0);
    if (confidence === 0) return undefined;

    return {
      confidence,
      summary: `On ${days} days in use at ${network}, ${Math.round(km)} km away, while its owner was at home; now ${minutes} minutes apart.`,
      evidence: {
        days,
        km: Math.round(km),
        minutes,
        network,
        messagesFromThere: mailsThere,
        usualPlaceMessages: mailsAtHome,
        address: event.sourceIp ?? '',
      },
    };
  },
});
