import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** A wait between two changes, so that nobody runs through the history to the old password. */
export const minimumAge = ruleKind({
  id: 'minimum-age',
  title: 'A wait between two changes',
  clause: 'Authwarden minimum age',
  options: z.strictObject({
    days: z.int().min(1).max(365).default(1).describe('Days since the last change.'),
  }),

  demand: ({ days }) => ({
    message: `Wait: the password was changed less than ${days} days ago.`,
    passes: ({ previousAgeDays }) =>
      previousAgeDays === undefined ? undefined : previousAgeDays >= days,
  }),
});
