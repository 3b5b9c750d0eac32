import { z } from 'zod';
import { editDistance } from '../edit-distance.js';
import { backwards, lettersOf } from '../readings.js';
import { ruleKind } from '../rule.js';

/** What is longer is compared by its beginning. */
const COMPARED = 64;
/** A root this short says nothing. */
const SHORTEST_ROOT = 4;

/**
 * More than the old password with another number or sign: both are read with leet characters as
 * letters and without what stands before and after the letters, and must then differ enough.
 */
export const similarity = ruleKind({
  id: 'similarity',
  title: 'More than the old password with small changes',
  clause: 'Authwarden similarity',
  looksInside: true,
  options: z.strictObject({
    minEdits: z
      .int()
      .min(1)
      .max(32)
      .default(4)
      .describe('Characters that must be changed, added or left out.'),
  }),

  demand: ({ minEdits }) => ({
    message: `Change at least ${minEdits} characters, and not only numbers and signs at the ends.`,
    passes({ text, previous }) {
      if (text === undefined || previous === undefined) return undefined;
      const [now, before] = [folded(text), folded(previous)];
      if (editDistance(now, before, minEdits) < minEdits) return false;
      const [root, oldRoot] = [rootOf(text), rootOf(previous)];
      const roots = Math.min(root.length, oldRoot.length) >= SHORTEST_ROOT;
      return !(roots && (root === oldRoot || root === backwards(oldRoot)));
    },
  }),
});

function folded(text: string): string {
  return text.slice(0, COMPARED).toLowerCase();
}

/** `$ummer2024!` and `Summer2025` have the root `summer`. */
function rootOf(text: string): string {
  return lettersOf(
    text
      .slice(0, COMPARED)
      .replace(/^[^\p{L}$@]+/u, '')
      .replace(/[^\p{L}]+$/u, ''),
  );
}
