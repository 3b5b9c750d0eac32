import { z } from 'zod';
import { ruleKind } from '../rule.js';

const CATEGORIES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u, /[\p{Lo}\p{Lt}\p{Lm}]/u];

const count = (what: string) => z.int().min(0).max(64).default(0).describe(what);

/**
 * Kinds of characters. NIST SP 800-63B-4 forbids such rules and PCI DSS, CIS and Active Directory
 * have them. The five categories are those of "Password must meet complexity requirements".
 */
export const composition = ruleKind({
  id: 'composition',
  title: 'Kinds of characters',
  clause: 'Authwarden composition',
  options: z.strictObject({
    letters: count('Letters at least.'),
    digits: count('Digits at least.'),
    nonAlphabetic: count('Characters other than letters at least.'),
    categories: z
      .int()
      .min(0)
      .max(4)
      .default(0)
      .describe('Of upper case, lower case, digits, others and letters without case, so many.'),
    unlessSecondFactor: z
      .boolean()
      .default(false)
      .describe('Asks nothing where signing in takes a second factor.'),
  }),

  demand: ({ letters, digits, nonAlphabetic, categories, unlessSecondFactor }) => ({
    message: `Use ${sentence({ letters, digits, nonAlphabetic, categories })}.`,
    passes({ text, secondFactor }) {
      if (text === undefined) return undefined;
      if (unlessSecondFactor && secondFactor) return true;
      return (
        occurrences(text, /\p{L}/gu) >= letters &&
        occurrences(text, /\p{Nd}/gu) >= digits &&
        occurrences(text, /[^\p{L}]/gu) >= nonAlphabetic &&
        CATEGORIES.filter((category) => category.test(text)).length >= categories
      );
    },
  }),
});

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function sentence(least: {
  readonly letters: number;
  readonly digits: number;
  readonly nonAlphabetic: number;
  readonly categories: number;
}): string {
  const parts = [
    least.letters > 0 ? `${least.letters} or more letters` : '',
    least.digits > 0 ? `${least.digits} or more digits` : '',
    least.nonAlphabetic > 0 ? `${least.nonAlphabetic} or more characters that are no letters` : '',
    least.categories > 0
      ? `${least.categories} of upper case, lower case, digits, other characters`
      : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' and ') : 'any characters';
}
