import { z } from 'zod';
import { defineDetector } from '../detector.js';

/** A mail program that the account was never used with, at a network that it was never used from. */
export const newClient = defineDetector({
  id: 'new-client',
  title: 'New client',
  technique: 'T1078',
  description:
    'A program (EHLO name, IMAP ID or user agent, versions left out) that was never seen with the account signed in from a network that is new, too. ' +
    'A new phone that is tried on the way looks the same; one that is set up at home or at work is not reported. ' +
    'Logs that name no client keep it silent.',
  weight: 0.15,
  about: 'client',
  on: ['sign-in'],
  needs: ['isKnownClient', 'isKnownNetwork', 'isKnownProvider', 'history'],
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
  }),

  inspect({ event, network }, facts, { minSignIns, minDays }) {
    const { signIns, days } = facts.history();
    if (signIns < minSignIns || days < minDays) return undefined;
    if (network === undefined || facts.isKnownNetwork() || facts.isKnownClient()) return undefined;

    const client = event.client ?? '';
    const isKnownProvider = facts.isKnownProvider();
    return {
      confidence: isKnownProvider ? 0.5 : 1,
      summary: `First use with "${client}", and from ${network}, after ${signIns} sign-ins on ${days} days.`,
      evidence: { client, network, address: event.sourceIp ?? '', isKnownProvider, signIns, days },
    };
  },
});
