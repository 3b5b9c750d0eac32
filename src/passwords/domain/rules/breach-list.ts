import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** Not a password that is known from a breach. The whole password counts. */
export const breachList = ruleKind({
  id: 'breach-list',
  title: 'Not known from a breach',
  clause: 'NIST SP 800-63B-4 §3.1.1.2',
  needs: 'breachCount',
  options: z.strictObject({
    minCount: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(1)
      .describe('How often it must have been seen to be refused.'),
    whenUnavailable: z
      .enum(['allow', 'refuse'])
      .default('allow')
      .describe('What happens while no breach list can be asked; the answer says so either way.'),
  }),

  demand: ({ minCount, whenUnavailable }) => ({
    message: 'It was found in a breach, so attackers try it; choose another one.',
    refusesUnknown: whenUnavailable === 'refuse',
    passes: ({ breachCount }) => (breachCount === undefined ? undefined : breachCount < minCount),
  }),
});
