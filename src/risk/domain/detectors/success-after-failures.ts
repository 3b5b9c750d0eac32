import { z } from 'zod';
import { MINUTE_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { ramp } from '../ramp.js';

/**
 * A guess that hit: a success from a network that is new for the account, after many wrong passwords.
 *
 * It counts in full only where the success comes from the network that failed. Anybody can fail on
 * somebody's name and wait for him to travel, so failures from elsewhere may not bring him far.
 */
export const successAfterFailures = defineDetector({
  id: 'success-after-failures',
  title: 'Success after failures',
  technique: 'T1110.001',
  description:
    'A sign-in from a network that was never seen with the account succeeded, shortly after many wrong passwords from such networks. ' +
    'When the failures came from other networks it counts for little, as anybody can cause those. ' +
    'An account without history says less: there every network is new, and people mistype.',
  weight: 0.6,
  about: 'guessing',
  on: ['sign-in'],
  needs: ['isKnownNetwork', 'failureCount', 'failures', 'history'],
  options: z.strictObject({
    minutes: z
      .number()
      .positive()
      .max(1440)
      .default(120)
      .describe('Length of the window in minutes.'),
    failuresFrom: z
      .number()
      .int()
      .positive()
      .default(5)
      .describe('Wrong passwords from unknown networks to report.'),
    failuresTo: z
      .number()
      .int()
      .positive()
      .default(30)
      .describe('Wrong passwords from unknown networks at which it is certain.'),
    minSignIns: z
      .number()
      .int()
      .nonnegative()
      .default(5)
      .describe('Earlier sign-ins below which the account counts as without history.'),
    elsewhereFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Share of the confidence that is left when the failures came from other networks.'),
    noHistoryFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.4)
      .describe('Share of the confidence that is left for an account without history.'),
  }),

  inspect({ event, network }, facts, options) {
    if (event.type !== 'authentication' || event.outcome !== 'success') return undefined;
    if (network === undefined || facts.isKnownNetwork()) return undefined;
    const { minutes, failuresFrom, failuresTo, minSignIns } = options;
    if (facts.failureCount(minutes * MINUTE_MS) < failuresFrom) return undefined;
    const { unfamiliar, networks, here } = facts.failures(minutes * MINUTE_MS);
    if (unfamiliar < failuresFrom) return undefined;

    const strength = (failures: number) =>
      failures < failuresFrom ? 0 : 0.4 + 0.6 * ramp(failures, failuresFrom, failuresTo);
    const { signIns } = facts.history();
    const factor = signIns < minSignIns ? options.noHistoryFactor : 1;
    return {
      confidence: factor * Math.max(strength(here), options.elsewhereFactor * strength(unfamiliar)),
      summary: `Signed in from ${event.sourceIp ?? network}, new for the account, after ${unfamiliar} wrong passwords from unknown networks within ${minutes} minutes.`,
      evidence: {
        windowMinutes: minutes,
        failures: unfamiliar,
        failuresFromThisNetwork: here,
        distinctNetworks: networks,
        address: event.sourceIp ?? '',
        network,
        earlierSignIns: signIns,
      },
    };
  },
});
