import type { Strength } from '../strength.js';
import type { Rule } from '../rule.js';

/** zxcvbn's score must be at least this. */
export function minimumScore(min: Strength['score']): Rule {
  return {
    id: 'minimum-score',
    clause: 'authwarden/guessability',
    message: 'It is too easy to guess; use several unrelated words, or more random characters.',
    check: ({ strength }) => strength.score >= min,
  };
}
