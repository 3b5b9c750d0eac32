import { z } from 'zod';
import { defineDetector } from '../detector.js';

/** Freeman's likelihood ratio: how much rather somebody else's than the owner's the sign-in is. */
export const unlikelySignIn = defineDetector({
  id: 'unlikely-sign-in',
  title: 'Unlikely sign-in',
  technique: 'T1078',
  description:
    'Network, provider, country, program, protocol, mechanism and encryption of the sign-in together are far less like this account than like the site as a whole (likelihood ratio of Freeman et al., NDSS 2016). ' +
    'A first use of a new device on a journey looks the same. It says nothing before the account and the site are known well enough.',
  weight: 0.1,
  about: 'place',
  on: ['sign-in'],
  needs: ['isKnownNetwork', 'history', 'likelihood'],
  options: z.strictObject({
    ratioFrom: z
      .number()
      .positive()
      .default(1)
      .describe('Likelihood ratio at which it gets suspicious.'),
    ratioTo: z
      .number()
      .positive()
      .default(1_000)
      .describe(
        'Likelihood ratio at which it is certain; between the two it goes by the logarithm.',
      ),
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(20)
      .describe('Successful sign-ins before anything is said.'),
    minDays: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Days with a sign-in before anything is said.'),
  }),

  inspect({ event, network, place }, facts, { ratioFrom, ratioTo, minSignIns, minDays }) {
    const { signIns, days } = facts.history();
    if (signIns < minSignIns || days < minDays || facts.isKnownNetwork()) return undefined;
    const ratio = facts.likelihood();
    if (ratio === undefined || ratio < ratioFrom) return undefined;

    const span = Math.log10(Math.max(ratioTo / ratioFrom, 1.001));
    const confidence = Math.min(1, Math.log10(ratio / ratioFrom) / span);
    const times = ratio >= 10 ? Math.round(ratio) : Math.round(10 * ratio) / 10;
    return {
      confidence: Math.max(0, confidence),
      summary: `${times} times likelier somebody else's than the owner's, by network, provider, country, program and how it signed in, after ${signIns} sign-ins.`,
      evidence: {
        likelihoodRatio: times,
        network: network ?? '',
        address: event.sourceIp ?? '',
        country: place?.country ?? '',
        client: event.client ?? '',
        protocol: event.protocol,
        signIns,
        days,
      },
    };
  },
});
