import { z } from 'zod';
import { MINUTE_MS } from '../../../kernel/clock.js';
import { defineDetector } from '../detector.js';
import { isWrongCredential } from '../fold-event.js';
import { ramp } from '../ramp.js';

/** Somebody tries passwords of this account. */
export const passwordGuessing = defineDetector({
  id: 'password-guessing',
  title: 'Password guessing',
  technique: 'T1110.001',
  description:
    'Sign-ins to the account fail for a wrong password from several networks, or very often. Nobody got in. ' +
    'A phone with a stale password fails all day from one network, which counts for little. ' +
    'Failures alone never bring an account to the high level, or else an attacker could lock out whom he likes.',
  weight: 0.2,
  failureOnly: true,
  about: 'guessing',
  on: ['failure'],
  needs: ['failureCount', 'failures'],
  options: z.strictObject({
    minutes: z
      .number()
      .positive()
      .max(1440)
      .default(60)
      .describe('Length of the window in minutes.'),
    networksFrom: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('Failing networks at which it gets suspicious.'),
    networksTo: z
      .number()
      .int()
      .positive()
      .default(10)
      .describe('Failing networks at which it is certain.'),
    failuresFrom: z
      .number()
      .int()
      .positive()
      .default(20)
      .describe('Failures, whatever their networks, at which it gets suspicious.'),
    failuresConfidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Highest confidence that many failures from few networks can reach.'),
  }),

  inspect({ event }, facts, options) {
    if (!isWrongCredential(event)) return undefined;
    const { minutes, networksFrom, networksTo, failuresFrom, failuresConfidence } = options;
    if (facts.failureCount(minutes * MINUTE_MS) < Math.min(networksFrom, failuresFrom))
      return undefined;
    const { total, networks } = facts.failures(minutes * MINUTE_MS);
    const confidence = Math.max(
      ramp(networks, networksFrom, networksTo),
      failuresConfidence * ramp(total, failuresFrom, 4 * failuresFrom),
    );
    if (confidence === 0) return undefined;

    return {
      confidence,
      summary: `${total} wrong passwords from ${networks} networks within ${minutes} minutes; none of these got in.`,
      evidence: {
        windowMinutes: minutes,
        failures: total,
        distinctNetworks: networks,
        address: event.sourceIp ?? '',
      },
    };
  },
});
