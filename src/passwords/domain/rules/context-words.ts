import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { coveredBy, readings } from '../readings.js';
import { ruleKind } from '../rule.js';
import { MinOthers } from './min-others.js';

/**
 * Words of the account and the organisation must leave enough other characters: straight,
 * reversed, in leet or interleaved with other characters. A long phrase may hold such a word.
 */
export const contextWords = ruleKind({
  id: 'context-words',
  title: 'More than words of the account and the organisation',
  clause: 'Authwarden context words',
  looksInside: true,
  options: z.strictObject({ minOthers: MinOthers }),

  demand: ({ minOthers }) => ({
    message: `Beside words of the account and the organisation it needs at least ${minOthers} other characters.`,
    passes({ text, words }) {
      if (text === undefined || words === undefined) return undefined;
      const length = codePoints(text);
      return readings(text).every((reading) => {
        const covered = coveredBy(reading, words);
        return covered === 0 || length - covered >= minOthers;
      });
    },
  }),
});
