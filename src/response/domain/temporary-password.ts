import { randomInt } from 'node:crypto';

/** Nothing that is mistaken for something else on paper or on the phone: no 0 O o, 1 l I, 5 S. */
const UPPER = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const LOWER = 'abcdefghijkmnpqrstuvwxyz';
const DIGITS = '2346789';
const ALL = UPPER + LOWER + DIGITS;

const GROUPS = 4;
const GROUP_LENGTH = 4;

/**
 * A password to be read out once: four groups of four characters with `-` between, such as
 * `Kp7m-…`. It has an upper-case and a lower-case letter, a digit and a symbol, which is what
 * directories with complexity rules ask for; the rest is drawn evenly from 54 characters, more
 * than 80 bits in all.
 */
export function newTemporaryPassword(): string {
  for (;;) {
    const characters = Array.from({ length: GROUPS * GROUP_LENGTH }, () =>
      ALL.charAt(randomInt(ALL.length)),
    ).join('');
    // Drawn again as a whole, so that no place in it is less random than the others.
    if (!/[A-Z]/.test(characters) || !/[a-z]/.test(characters) || !/\d/.test(characters)) continue;
    return Array.from({ length: GROUPS }, (_, n) =>
      characters.slice(n * GROUP_LENGTH, (n + 1) * GROUP_LENGTH),
    ).join('-');
  }
}
