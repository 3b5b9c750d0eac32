import { z } from 'zod';

/**
 * What must be left beside easily guessed parts. Eight characters are NIST's least for any
 * password, so the rest has to be a password of its own.
 */
export const MinOthers = z
  .int()
  .min(1)
  .max(64)
  .default(8)
  .describe('Characters that must be left beside what is easily guessed.');
