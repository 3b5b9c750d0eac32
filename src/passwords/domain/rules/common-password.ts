import { z } from 'zod';
import { ruleKind } from '../rule.js';

/**
 * Not a commonly used password: zxcvbn's list of 30,000, in any case, reversed or in leet. The
 * whole password counts, as NIST has it; `parts` refuses one that is easily guessed for a part, too.
 */
export const commonPassword = ruleKind({
  id: 'common-password',
  title: 'Not a common password',
  clause: 'NIST SP 800-63B-4 §3.1.1.2',
  needs: 'strength',
  options: z.strictObject({
    parts: z
      .boolean()
      .default(false)
      .describe('Whether one with a common part is refused, too, when its score is below 2.'),
  }),

  demand: ({ parts }) => ({
    message: 'It is on the list of common passwords, or nearly; choose something else.',
    passes({ strength }) {
      if (!strength) return undefined;
      const { patterns, score } = strength;
      const isCommon = patterns.some(({ dictionary }) => dictionary === 'passwords');
      return !isCommon || (patterns.length > 1 && !(parts && score < 2));
    },
  }),
});
