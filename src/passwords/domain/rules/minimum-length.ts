import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { ruleKind } from '../rule.js';

/** At least so many characters, counted as code points; fewer may do beside a second factor. */
export const minimumLength = ruleKind({
  id: 'minimum-length',
  title: 'So many characters at least',
  clause: 'NIST SP 800-63B-4 §3.1.1.2',
  options: z.strictObject({
    min: z.int().min(1).max(256).default(12).describe('Characters, counted as code points.'),
    withSecondFactor: z
      .int()
      .min(1)
      .max(256)
      .optional()
      .describe('Characters that are enough where signing in takes a second factor.'),
  }),

  demand: ({ min, withSecondFactor }) => ({
    message:
      withSecondFactor === undefined
        ? `Use at least ${min} characters.`
        : `Use at least ${min} characters, or ${withSecondFactor} beside a second factor.`,
    passes({ text, secondFactor }) {
      if (text === undefined) return undefined;
      return codePoints(text) >= (secondFactor ? (withSecondFactor ?? min) : min);
    },
  }),
});
