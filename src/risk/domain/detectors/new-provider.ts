import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { providerKey, providerName } from '../provider-key.js';

/** A provider that the account was never used through. */
export const newProvider = defineDetector({
  id: 'new-provider',
  title: 'New provider',
  technique: 'T1078',
  description:
    'The account was used through an autonomous system that it was never used through before; without a database of them, from another /16 (or /32 for IPv6) and another region. ' +
    'Hotels, trains and new contracts look the same, so it counts for little by itself. A network that many of the site share is not reported.',
  weight: 0.06,
  about: 'place',
  on: ['sign-in'],
  needs: ['isKnownProvider', 'isSharedNetwork', 'isKnownPlace', 'history'],
  options: z.strictObject({
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(20)
      .describe('Successful sign-ins before anything counts as new.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Days with a sign-in before anything counts as new.'),
    sameRegionKm: z
      .number()
      .nonnegative()
      .default(100)
      .describe('Within so many km of a known place it counts half.'),
  }),

  inspect({ event, place }, facts, { minSignIns, minDays, sameRegionKm }) {
    const { signIns, days } = facts.history();
    if (signIns < minSignIns || days < minDays) return undefined;
    if (event.sourceIp === undefined || facts.isKnownProvider()) return undefined;
    if (facts.isSharedNetwork()) return undefined;

    const isNear = facts.isKnownPlace(sameRegionKm);
    const provider = providerKey(event.sourceIp, place);
    return {
      confidence: isNear ? 0.5 : 1,
      summary: `First use through ${providerName(event.sourceIp, place)} after ${signIns} sign-ins on ${days} days${isNear ? ', near a known place' : ''}.`,
      evidence: { provider, address: event.sourceIp, isNearKnownPlace: isNear, signIns, days },
    };
  },
});
