import { z } from 'zod';
import { backwards, foldedLetters, lettersOf, readings } from '../readings.js';
import { ruleKind } from '../rule.js';
import { BannedTerms } from './banned-terms.js';

/**
 * The site's own list. As NIST has it the whole password counts, in any case, reversed or in leet,
 * and with the words of the account and the organisation as further entries; `derivatives` takes
 * numbers and signs around a term as the term.
 */
export const blocklist = ruleKind({
  id: 'blocklist',
  title: "Not on the site's own list",
  clause: 'NIST SP 800-63B-4 §3.1.1.2',
  options: z.strictObject({
    terms: BannedTerms,
    words: z
      .boolean()
      .default(true)
      .describe('Whether the words of the account and the organisation count as entries.'),
    derivatives: z
      .boolean()
      .default(true)
      .describe('Whether a term with numbers and signs around it is the term.'),
  }),

  demand({ terms, words: withWords, derivatives }) {
    const listed = new Set(terms.map(foldedLetters));
    return {
      message: 'It is on the list of passwords that attackers would try here first.',
      passes({ text, words }) {
        if (text === undefined) return undefined;
        const isTerm = (form: string) =>
          listed.has(form) || (withWords && words !== undefined && words.has(form));
        const forms = readings(text).slice(0, 3);
        if (derivatives) forms.push(...rootsOf(text));
        return !forms.some((form) => isTerm(form) || isTerm(backwards(form)));
      },
    };
  },
});

/** Its letters without what stands around them; `@` and `$` at the beginning may be letters or not. */
function rootsOf(text: string): readonly string[] {
  const beginning = foldedLetters(text).replace(/[^\p{L}]+$/u, '');
  return [/^[^\p{L}]+/u, /^[^\p{L}@$]+/u].map((ends) => lettersOf(beginning.replace(ends, '')));
}
