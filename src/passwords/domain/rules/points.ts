import { z } from 'zod';
import { editDistance } from '../edit-distance.js';
import { LOOK_AT } from '../readings.js';
import { ruleKind } from '../rule.js';
import { BannedTerms } from './banned-terms.js';
import { COMMON_TERMS } from './common-terms.js';

const SUBSTITUTES: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', $: 's', '@': 'a' };
/** Shorter ones occur in everything. */
const SHORTEST_TERM = 4;

/**
 * Points as Microsoft Entra Password Protection counts them ("Eliminate bad passwords", Microsoft
 * Learn): the password is lower-cased and `0 1 $ @` become `o l s a`; it is refused when it is
 * within an edit distance of 1 of a banned term, or holds a name of the owner; else each banned
 * term in it is worth one point and each remaining character one, and it needs so many.
 */
export const points = ruleKind({
  id: 'points',
  title: 'Enough points beside banned terms',
  clause: 'Microsoft Entra Password Protection',
  looksInside: true,
  options: z.strictObject({
    threshold: z.int().min(1).max(20).default(5).describe('Points that it needs.'),
    terms: BannedTerms,
    commonTerms: z
      .boolean()
      .default(true)
      .describe('Whether terms that people use everywhere are banned, too.'),
    refuseNames: z
      .boolean()
      .default(false)
      .describe(
        'Whether a word of the account or the organisation refuses it as Entra has it; else the word is a banned term.',
      ),
  }),

  demand({ threshold, terms, commonTerms, refuseNames }) {
    const banned = new Set([...terms, ...(commonTerms ? COMMON_TERMS : [])].map(entraForm));
    return {
      message: `Besides common words and words of the organisation, which count one point each, it needs more characters: ${threshold} points in all.`,
      passes({ text, words }) {
        if (text === undefined || words === undefined) return undefined;
        const form = entraForm(text).slice(0, LOOK_AT);
        const names = [...words].filter((word) => word.length >= SHORTEST_TERM);
        if (refuseNames && names.some((name) => form.includes(name))) return false;
        const all = new Set([...banned, ...names.map(entraForm)]);
        return !isNearly(form, all) && pointsOf(form, all) >= threshold;
      },
    };
  },
});

/** What Entra compares: lower case, four leet characters as letters. */
export function entraForm(text: string): string {
  return [...text.toLowerCase()].map((c) => SUBSTITUTES[c] ?? c).join('');
}

/** The fewest points that the form can be parted into. */
export function pointsOf(form: string, terms: ReadonlySet<string>): number {
  const lengths = [...new Set([...terms].map((term) => term.length))];
  const characters = [...form];
  const least = [0];
  for (let end = 1; end <= characters.length; end += 1) {
    let best = (least[end - 1] ?? 0) + 1;
    for (const length of lengths) {
      const start = end - length;
      if (start >= 0 && terms.has(characters.slice(start, end).join('')))
        best = Math.min(best, (least[start] ?? 0) + 1);
    }
    least.push(best);
  }
  return least.at(-1) ?? 0;
}

function isNearly(form: string, terms: ReadonlySet<string>): boolean {
  for (const term of terms) if (editDistance(form, term, 2) < 2) return true;
  return false;
}
