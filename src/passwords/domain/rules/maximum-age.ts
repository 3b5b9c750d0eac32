import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** Not older than so many days; judged where stored passwords are audited. NIST forbids it. */
export const maximumAge = ruleKind({
  id: 'maximum-age',
  title: 'Not older than so many days',
  clause: 'Authwarden maximum age',
  options: z.strictObject({
    days: z.int().min(1).max(3_650).default(365).describe('Days since it was set.'),
  }),

  demand: ({ days }) => ({
    message: `Change it: it is older than ${days} days.`,
    passes: ({ ageDays }) => (ageDays === undefined ? undefined : ageDays <= days),
  }),
});
