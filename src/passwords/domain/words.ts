import { foldedLetters } from './readings.js';

/** More words than these don't help and cost time: zxcvbn ranks the list anew at each call. */
const MOST_WORDS = 100;

/** Parts of names and domains that say nothing about anybody. */
const SAYS_NOTHING = new Set([
  'com',
  'org',
  'net',
  'edu',
  'gov',
  'mail',
  'www',
  'test',
  'the',
  'and',
  'ltd',
  'inc',
]);

/** From this length on a word's first three letters are taken for its short form (hyderabad: hyd). */
const HAS_SHORT_FORM = 6;

/**
 * The words that an attacker who knows the account tries first: the parts of its login, mail
 * address and domain, the words of the context (display name, organisation, town), their initials
 * and short forms. Lower case, without accents, at most {@link MOST_WORDS}.
 *
 * @param logins login names, `DOMAIN\login` or mail addresses
 */
export function wordsOf(
  logins: readonly string[],
  context: readonly string[],
): ReadonlySet<string> {
  const phrases = [...logins, ...context].map(foldedLetters);
  const words = new Set<string>();
  for (const phrase of phrases) {
    // A mail address has no initials: they'd mix the login and the domain.
    const [name = '', domain = ''] = phrase.split('@', 2);
    const parts = wordsIn(name);
    const initials = parts.map((part) => [...part][0] ?? '').join('');
    if (parts.length > 1) addAll([initials, parts.join('')], 2);
    addAll(
      [...parts, ...parts.map((part) => part.replace(/\p{Nd}+$/u, '')), ...wordsIn(domain)],
      3,
    );
  }
  const short = [...words]
    .filter((word) => word.length >= HAS_SHORT_FORM)
    .map((w) => w.slice(0, 3));
  addAll(short, 3);
  return words;

  function addAll(found: readonly string[], shortest: number): void {
    for (const word of found) {
      if (words.size >= MOST_WORDS) return;
      if (word.length >= shortest && !SAYS_NOTHING.has(word)) words.add(word);
    }
  }
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{Nd}]+/u).filter((part) => part !== '');
}
