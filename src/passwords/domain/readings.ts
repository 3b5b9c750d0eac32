/** Rules look no further into a password than this; past it zxcvbn's score and the rest decide. */
export const LOOK_AT = 256;

/** Longest word that is looked for, in UTF-16 units. */
const LONGEST_WORD = 32;

const LEET: Readonly<Record<string, string>> = {
  '4': 'a',
  '@': 'a',
  '8': 'b',
  '(': 'c',
  '3': 'e',
  '6': 'g',
  '9': 'g',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '+': 't',
  '2': 'z',
};

/**
 * The ways in which somebody may read a word out of the password: as it stands, with leet
 * characters as letters (`1` and `|` as i, and as l), its letters alone, its digits alone
 * (`h1y2d3` holds `hyd` and `123`), and every other character.
 */
export function readings(text: string): readonly string[] {
  const plain = foldedLetters(text).slice(0, LOOK_AT);
  return [
    plain,
    leet(plain, 'i'),
    leet(plain, 'l'),
    plain.replaceAll(/[^\p{L}]/gu, ''),
    plain.replaceAll(/[^\p{Nd}]/gu, ''),
    everyOther(plain, 0),
    everyOther(plain, 1),
  ];
}

/** Lower case without accents and other marks, compatibility forms resolved (full width to ASCII). */
export function foldedLetters(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/**
 * How many characters of the reading belong to the words, straight or reversed: leftmost first,
 * the longest that fits, none counted twice. Linear: at most {@link LONGEST_WORD} looks a position.
 */
export function coveredBy(reading: string, words: ReadonlySet<string>): number {
  const lengths = [...new Set([...words].map((word) => word.length))]
    .filter((length) => length <= LONGEST_WORD)
    .sort((a, b) => b - a);
  let covered = 0;
  for (let at = 0; at < reading.length;) {
    const start = at;
    const found = lengths.find((length) => holdsWord(reading.slice(start, start + length), length));
    covered += found ?? 0;
    at += found ?? 1;
  }
  return covered;

  function holdsWord(part: string, length: number): boolean {
    return part.length === length && (words.has(part) || words.has(backwards(part)));
  }
}

/** The letters of a text, leet characters among them read as letters (`1` as i). */
export function lettersOf(text: string): string {
  return leet(foldedLetters(text), 'i').replaceAll(/[^\p{L}]/gu, '');
}

/** The text from its end to its start. */
export function backwards(text: string): string {
  return [...text].reverse().join('');
}

function leet(text: string, one: 'i' | 'l'): string {
  return [...text].map((c) => (c === '1' || c === '|' ? one : (LEET[c] ?? c))).join('');
}

function everyOther(text: string, from: 0 | 1): string {
  return [...text].filter((_c, index) => index % 2 === from).join('');
}
