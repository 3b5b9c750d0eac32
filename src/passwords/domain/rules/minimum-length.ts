import type { Rule } from '../rule.js';

/** At least this many characters, counted as code points. */
export function minimumLength(min: number, clause: string): Rule {
  return {
    id: 'minimum-length',
    clause,
    message: `Use at least ${min} characters.`,
    check: ({ length }) => length >= min,
  };
}
