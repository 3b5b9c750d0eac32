import { coveredBy, readings } from '../readings.js';
import type { Rule } from '../rule.js';

/**
 * Words of the account and the organisation must leave enough other characters: straight,
 * reversed, in leet or interleaved with other characters. A long phrase may hold such a word.
 */
export function contextWords(minOthers: number): Rule {
  return {
    id: 'context-words',
    clause: 'authwarden/context-words',
    message: `Beside words of the account and the organisation it needs at least ${minOthers} other characters.`,

    check({ text, length, words }) {
      return readings(text).every((reading) => {
        const covered = coveredBy(reading, words);
        return covered === 0 || length - covered >= minOthers;
      });
    },
  };
}
