import { z } from 'zod';
import { ruleKind } from '../rule.js';

const SHORTEST = 3;

/**
 * No name of the account in it, as "Password must meet complexity requirements" of Active
 * Directory has it: not the whole login name, nor a part of the display name between commas,
 * periods, dashes, underscores, spaces, number signs and tabs, from three characters on, in any case.
 */
export const accountName = ruleKind({
  id: 'account-name',
  title: 'No name of the account in it',
  clause: 'Microsoft, Password must meet complexity requirements',
  looksInside: true,
  options: z.strictObject({}),

  demand: () => ({
    message: "Leave out the account's login and the parts of its name.",
    passes({ text, names }) {
      if (text === undefined || names === undefined) return undefined;
      const folded = text.toLowerCase();
      return !names
        .flatMap((name) => [name.split('@', 1)[0] ?? '', ...name.split(/[,.\-_ #\t]/)])
        .some((part) => part.length >= SHORTEST && folded.includes(part.toLowerCase()));
    },
  }),
});
