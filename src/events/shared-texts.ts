import { TwoGenerationCache } from '../kernel/two-generation-cache.js';

/** Texts of which one copy is kept, of each kind. */
const REMEMBERED = 40_000;

/**
 * One copy of the texts that come in event after event (names, servers, clients). Events wait in
 * memory for the writer; what they share then is there once and isn't collected with each of them.
 */
export class SharedTexts {
  private readonly spellings = new TwoGenerationCache<string>(REMEMBERED);
  private readonly copies = new TwoGenerationCache<string>(REMEMBERED);

  /** @param spell gives a name its one spelling; undefined when it is no name */
  constructor(private readonly spell: (text: string) => string | undefined) {}

  canonical(text: string): string | undefined {
    const known = this.spellings.get(text);
    if (known !== undefined) return known;
    const spelling = this.spell(text);
    if (spelling !== undefined) this.spellings.set(ownCopy(text), ownCopy(spelling));
    return spelling;
  }

  copyOf(text: string): string {
    const known = this.copies.get(text);
    if (known !== undefined) return known;
    const copy = ownCopy(text);
    this.copies.set(copy, copy);
    return copy;
  }
}

/** The text in memory of its own: a piece of a log line would keep the whole line. */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
