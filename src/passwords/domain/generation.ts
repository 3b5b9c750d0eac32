/** Draws a whole number from 0 to below `limit`, each as likely, from a cryptographic source. */
export type Draw = (limit: number) => number;

/** A password that was drawn, and how many bits somebody who knows the recipe lacks. */
export interface Drawn {
  readonly password: string;
  readonly entropyBits: number;
}

/** Without look-alikes (0 O, 1 l I), as it may be read out on the phone. */
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-+=%!?@#';

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aeiou';
const DIGITS = 10;

/** Random characters. */
export function randomCharacters(length: number, draw: Draw): Drawn {
  const password = Array.from({ length }, () => CHARACTERS.charAt(draw(CHARACTERS.length))).join(
    '',
  );
  return { password, entropyBits: length * Math.log2(CHARACTERS.length) };
}

/**
 * Words with hyphens between them. With `digits` each word begins with a capital and a number
 * follows, for policies that ask for kinds of characters.
 *
 * @param list words to draw from; invented ones of two syllables and a half when it is empty
 */
export function passphrase(
  words: number,
  { list, digits }: { readonly list: readonly string[]; readonly digits: boolean },
  draw: Draw,
): Drawn {
  const drawn = Array.from({ length: words }, () =>
    list.length > 0 ? (list[draw(list.length)] ?? '') : inventedWord(draw),
  );
  const perWord = Math.log2(list.length > 0 ? list.length : INVENTED_WORDS);
  if (!digits) return { password: drawn.join('-'), entropyBits: words * perWord };
  const capital = drawn.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const number = [draw(DIGITS), draw(DIGITS)].join('');
  return {
    password: [...capital, number].join('-'),
    entropyBits: words * perWord + 2 * Math.log2(DIGITS),
  };
}

const INVENTED_WORDS = CONSONANTS.length ** 3 * VOWELS.length ** 2;

function inventedWord(draw: Draw): string {
  return [CONSONANTS, VOWELS, CONSONANTS, VOWELS, CONSONANTS]
    .map((letters) => letters.charAt(draw(letters.length)))
    .join('');
}
