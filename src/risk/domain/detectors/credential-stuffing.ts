import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/** Towns nearer than that are one region. */
const NEAR_KM = 100;

/** A source that tries names from a list gets in with one of them. */
export const credentialStuffing = defineDetector({
  id: 'credential-stuffing',
  title: 'Credential stuffing',
  technique: 'T1110.004',
  description:
    'A sign-in succeeded from a network that is new for the account, and from which within the last day names were tried that nobody here has, or that only lists of attackers have (admin, test, oracle …). ' +
    'People mistype their password, but hardly ever their name; so one try from each of many sources is enough (Singh et al., NSDI 2024). ' +
    "Networks that many of the site share, such as a carrier's exit, see such names, too, and are not looked at.",
  weight: 0.45,
  about: 'guessing',
  on: ['sign-in'],
  needs: [
    'isKnownNetwork',
    'isKnownProvider',
    'isSharedNetwork',
    'isKnownPlace',
    'namesTriedAtSource',
    'distinctFailedAtSource',
    'history',
  ],
  options: z.strictObject({
    namesFrom: z
      .number()
      .int()
      .positive()
      .default(1)
      .describe('Names that nobody has, tried from the network, at which it gets suspicious.'),
    namesTo: z
      .number()
      .int()
      .positive()
      .max(256)
      .default(5)
      .describe('Names that nobody has at which it is certain.'),
    knownProviderFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'Share of the confidence that is left where the provider is known for the account, or near a known place.',
      ),
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Earlier sign-ins below which the account counts as without history.'),
    noHistoryConfidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Highest confidence for an account without history.'),
  }),

  inspect({ event, network }, facts, options) {
    if (network === undefined || facts.isKnownNetwork()) return undefined;
    if (facts.isSharedNetwork()) return undefined;
    const accounts = facts.distinctFailedAtSource();
    if (accounts === 0) return undefined;
    const names = facts.namesTriedAtSource();
    const { signIns } = facts.history();
    const isKnown = signIns >= options.minSignIns;
    const strength = ramp(names, options.namesFrom, options.namesTo);
    if (strength === 0) return undefined;

    const isNear = facts.isKnownProvider() || facts.isKnownPlace(NEAR_KM);
    const factor = isNear ? options.knownProviderFactor : 1;
    const confidence = factor * (0.4 + 0.6 * strength);
    return {
      confidence: isKnown ? confidence : Math.min(confidence, options.noHistoryConfidence),
      summary: `Signed in from ${network}, new for the account, where ${accounts} accounts failed within a day, ${names} of them with names that nobody has.`,
      evidence: {
        namesTried: names,
        failedAccounts: accounts,
        address: event.sourceIp ?? '',
        network,
        earlierSignIns: signIns,
      },
    };
  },
});
