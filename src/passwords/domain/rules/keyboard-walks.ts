import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { backwards, foldedLetters, LOOK_AT } from '../readings.js';
import { ruleKind } from '../rule.js';
import { MinOthers } from './min-others.js';

/** Shorter ones occur in words: `wer`, `ert`, `tre`. */
const SHORTEST_WALK = 4;

/** Rows of keys, with those beside them on a US, German and French keyboard, and the columns. */
const LINES = [
  '1234567890-=',
  '!@#$%^&*()_+',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qwertzuiopü',
  'azertyuiop',
  'yxcvbnm',
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/',
  '!qaz @wsx #edc $rfv %tgb ^yhn &ujm *ik, (ol.',
  '147 258 369 741 852 963 159 357 951 753',
];

const NEXT = neighbours();

/** Keys that lie side by side (`asdf`, `1qaz2wsx`), from four on, must leave enough others. */
export const keyboardWalks = ruleKind({
  id: 'keyboard-walks',
  title: 'More than walks over the keyboard',
  clause: 'Authwarden keyboard walks',
  looksInside: true,
  options: z.strictObject({ minOthers: MinOthers }),

  demand: ({ minOthers }) => ({
    message: `Beside keys that lie side by side it needs at least ${minOthers} other characters.`,
    passes({ text }) {
      if (text === undefined) return undefined;
      const covered = charactersInWalks(foldedLetters(text).slice(0, LOOK_AT));
      return covered === 0 || codePoints(text) - covered >= minOthers;
    },
  }),
});

function charactersInWalks(text: string): number {
  let covered = 0;
  let length = 1;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && NEXT.has(text.slice(at - 1, at + 1))) {
      length += 1;
      continue;
    }
    if (length >= SHORTEST_WALK) covered += length;
    length = 1;
  }
  return covered;
}

/** Pairs of keys that follow each other on a line, in either direction; from one column to the next, too. */
function neighbours(): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const line of LINES)
    for (const text of [
      line.replaceAll(' ', ''),
      ...line.split(' ').map(backwards),
      backwards(line),
    ])
      for (let at = 1; at < text.length; at += 1) pairs.add(text.slice(at - 1, at + 1));
  return pairs;
}
