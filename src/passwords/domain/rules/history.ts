import { z } from 'zod';
import { ruleKind } from '../rule.js';

/**
 * None of the account's last passwords. Only passwords that were reported as chosen are known, as
 * slow digests with a key that isn't in the database.
 */
export const history = ruleKind({
  id: 'history',
  title: "None of the account's last passwords",
  clause: 'Authwarden history',
  needs: 'usedBefore',
  options: z.strictObject({
    count: z.int().min(1).max(24).default(4).describe('How many of the last passwords.'),
  }),

  demand: ({ count }) => ({
    message: `Don't take one of the last ${count} passwords again.`,
    passes: ({ usedBefore }) =>
      usedBefore === undefined ? undefined : usedBefore === 0 || usedBefore > count,
  }),
});
