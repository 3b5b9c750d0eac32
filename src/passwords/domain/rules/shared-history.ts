import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** Nothing that anybody here has chosen lately, such as what a helpdesk gives to everyone. */
export const sharedHistory = ruleKind({
  id: 'shared-history',
  title: 'Nothing that anybody here has chosen lately',
  clause: 'Authwarden shared history',
  needs: 'sharedDaysAgo',
  options: z.strictObject({
    days: z.int().min(1).max(3_650).default(365).describe('How many days are lately.'),
  }),

  demand: ({ days }) => ({
    message: 'Somebody here has chosen it lately; take one that nobody else has.',
    passes: ({ sharedDaysAgo }) => (sharedDaysAgo === undefined ? undefined : sharedDaysAgo > days),
  }),
});
