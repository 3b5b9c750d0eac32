import { z } from 'zod';

/** A site's own terms. Entra takes 1,000 at most, of 4 to 16 characters. */
export const BannedTerms = z
  .array(z.string().trim().min(3).max(64).toLowerCase())
  .max(1_000)
  .default([])
  .describe('Terms of your own: products, places, sports clubs, what a helpdesk gives out.');
