import { COMMON_TERMS } from '../rules/common-terms.js';
import { wordsOf } from '../words.js';
import { datedShapes, shapesOf } from './shapes.js';

/** Where a guess comes from, in the order in which guesses are made. */
export const CANDIDATE_SOURCES = ['name', 'default', 'account', 'organisation', 'common'] as const;
export type CandidateSource = (typeof CANDIDATE_SOURCES)[number];

/** One guess. */
export interface Candidate {
  readonly text: string;
  readonly source: CandidateSource;
}

/** Passwords that machines and helpdesks hand out, and that stay. */
const DEFAULTS = [
  'password Password1 Passw0rd P@ssw0rd P@ssword1 Password123 Password@123 Welcome1',
  'Welcome@1 Welcome123 Welcome@123 changeme Changeme1 ChangeMe123 default letmein',
  'temp1234 Temp@123 admin admin123 Admin@123 pass@123 pass@321 test123 Test@123',
  'qwerty 123456 12345678 123456789 abc123',
].flatMap((line) => line.split(' '));

/** Whose password is guessed. */
export interface Owner {
  readonly login: string;
  readonly displayName?: string | undefined;
}

/** What is the same for every account of a run. */
export interface SharedCandidates {
  /** Most likely first, each once. */
  readonly list: readonly Candidate[];
}

/**
 * The guesses that are tried on every account.
 *
 * @param words of the organisation: its names, towns, products
 * @param common passwords from leaks, the commonest first
 * @param year of the run
 */
export function sharedCandidates(
  words: readonly string[],
  common: readonly string[],
  year: number,
): SharedCandidates {
  const guesses: Candidate[] = DEFAULTS.map((text) => ({ text, source: 'default' }));
  for (const text of common.slice(0, TOP)) guesses.push({ text, source: 'common' });
  for (const word of wordsOf([], words))
    for (const text of shapesOf(word, year)) guesses.push({ text, source: 'organisation' });
  for (const word of COMMON_TERMS)
    for (const text of shapesOf(word, year)) guesses.push({ text, source: 'common' });
  for (const text of common.slice(TOP)) guesses.push({ text, source: 'common' });
  return { list: once(guesses) };
}

/** The commonest passwords, which are tried before anything that takes thought. */
const TOP = 200;

/** The guesses for one account alone: its names as they are, and what people make of them. */
export function* ownCandidates({ login, displayName }: Owner, year: number): Generator<Candidate> {
  const seen = new Set<string>();
  const local = login.replace(/^.*\\/, '').split('@', 1)[0] ?? '';
  const computer = local.replace(/\$$/, '').toLowerCase();
  const names = [login, local, computer, local.toLowerCase(), local.toUpperCase()];
  for (const text of [...names, displayName ?? ''])
    if (text !== '' && !seen.has(text)) {
      seen.add(text);
      yield { text, source: 'name' };
    }
  const words = wordsOf([local], displayName === undefined ? [] : [displayName]);
  for (const word of words)
    for (const text of shapesOf(word, year))
      if (!seen.has(text)) {
        seen.add(text);
        yield { text, source: 'account' };
      }
  for (const initials of initialsOf(displayName ?? local))
    for (const text of datedShapes(initials, year)) yield { text, source: 'account' };
}

/** Two initials, or the first one twice where there is one name. */
function initialsOf(name: string): readonly string[] {
  const [first, second] = name.split(/[^\p{L}]+/u).filter((part) => part !== '');
  if (first === undefined) return [];
  const initial = first.charAt(0);
  return [initial + (second?.charAt(0) ?? initial)];
}

function once(guesses: readonly Candidate[]): readonly Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const guess of guesses) if (!byText.has(guess.text)) byText.set(guess.text, guess);
  return [...byText.values()];
}
