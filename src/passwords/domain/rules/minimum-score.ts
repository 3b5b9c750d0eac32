import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** zxcvbn's score must be at least this. */
export const minimumScore = ruleKind({
  id: 'minimum-score',
  title: 'Hard enough to guess, by zxcvbn',
  clause: 'Authwarden guessability',
  needs: 'strength',
  looksInside: true,
  options: z.strictObject({
    min: z.int().min(1).max(4).default(3).describe('Score from 1 to 4.'),
  }),

  demand: ({ min }) => ({
    message: 'It is too easy to guess; use several unrelated words, or more random characters.',
    passes: ({ strength }) => strength && strength.score >= min,
  }),
});
