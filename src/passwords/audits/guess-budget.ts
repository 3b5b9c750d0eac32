import type { Candidate } from '../domain/candidates/candidate-list.js';

/** Guesses about one account that is worth so much time. */
export interface ShortenedGuesses {
  /** One list after the other. */
  readonly lists: readonly (readonly Candidate[])[];
  /** Guesses about anybody that there was no time for. */
  readonly untried: number;
}

/** Schemes that take less than this are tested with everything: 16,000 guesses then take a second. */
const CHEAP_MILLISECONDS = 0.06;
/** At least these are tried, however slow the scheme is: the name, and the best known ones. */
const FEWEST = 3;

/**
 * Chooses among guesses by what one costs: all of them where that is little. Else the account's own
 * names come first, then the two kinds in turn: what people make of their own name, and what
 * everybody uses.
 *
 * @param shared most likely first
 */
export function shortenedGuesses(
  own: Iterable<Candidate>,
  shared: readonly Candidate[],
  milliseconds: number,
  millisecondsPerAccount: number,
): ShortenedGuesses {
  if (milliseconds <= CHEAP_MILLISECONDS) return { lists: [[...own], shared], untried: 0 };

  const affordable = Math.max(FEWEST, Math.floor(millisecondsPerAccount / milliseconds));
  const guesses: Candidate[] = [];
  const mine = own[Symbol.iterator]();
  let next = mine.next();
  while (next.done !== true && next.value.source === 'name' && guesses.length < affordable) {
    guesses.push(next.value);
    next = mine.next();
  }
  let at = 0;
  while (guesses.length < affordable && (at < shared.length || next.done !== true)) {
    const common = shared[at++];
    if (common) guesses.push(common);
    if (next.done !== true && guesses.length < affordable) {
      guesses.push(next.value);
      next = mine.next();
    }
  }
  return { lists: [guesses], untried: Math.max(0, shared.length - at) };
}
