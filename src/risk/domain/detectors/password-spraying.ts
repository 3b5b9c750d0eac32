import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** Towns nearer than that are one region. */
const NEAR_KM = 100;

/** A spray that hit: a success from a network where many accounts just failed. */
export const passwordSpraying = defineDetector({
  id: 'password-spraying',
  title: 'Password spraying',
  technique: 'T1110.003',
  description:
    'A sign-in succeeded from a network that is new for the account and at which many other accounts failed in the last day. ' +
    'It fires on the success only: the failures raise nobody. A large office behind one address sees failures too, ' +
    "so an account without history counts for little; a network that many of the site share, such as a carrier's exit, is not looked at, as phones with old passwords fail there.",
  weight: 0.6,
  about: 'guessing',
  on: ['sign-in'],
  needs: [
    'isKnownNetwork',
    'isKnownProvider',
    'isSharedNetwork',
    'isKnownPlace',
    'distinctFailedAtSource',
    'history',
  ],
  options: z.strictObject({
    accountsFrom: z
      .number()
      .int()
      .positive()
      .default(10)
      .describe('Accounts that failed from the network to report.'),
    accountsTo: z
      .number()
      .int()
      .positive()
      .max(256)
      .default(60)
      .describe('Accounts that failed from the network at which it is certain.'),
    knownProviderFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.4)
      .describe(
        'Share of the confidence that is left where the provider is known for the account, or near a known place.',
      ),
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Earlier sign-ins below which the account counts as without history.'),
    // Where 250 people share one address, dozens mistype in a day.
    accountsFromWithoutHistory: z
      .number()
      .int()
      .positive()
      .default(40)
      .describe('The same for an account without history.'),
    noHistoryConfidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Highest confidence for an account without history.'),
  }),

  inspect({ event, network }, facts, options) {
    if (event.type !== 'authentication' || event.outcome !== 'success') return undefined;
    if (network === undefined || facts.isKnownNetwork()) return undefined;
    if (facts.isSharedNetwork()) return undefined;
    const { signIns } = facts.history();
    const isKnown = signIns >= options.minSignIns;
    const accounts = facts.distinctFailedAtSource();
    const from = isKnown ? options.accountsFrom : options.accountsFromWithoutHistory;
    if (accounts < from) return undefined;

    const isNear = facts.isKnownProvider() || facts.isKnownPlace(NEAR_KM);
    const factor = isNear ? options.knownProviderFactor : 1;
    const confidence =
      factor * (0.3 + 0.7 * ramp(accounts, options.accountsFrom, options.accountsTo));
    return {
      confidence: isKnown ? confidence : Math.min(confidence, options.noHistoryConfidence),
      summary: `Signed in from ${network}, new for the account, where ${accounts} accounts failed within a day.`,
      evidence: {
        failedAccounts: accounts,
        address: event.sourceIp ?? '',
        network,
        earlierSignIns: signIns,
      },
    };
  },
});
