import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { readings } from '../readings.js';
import { ruleKind } from '../rule.js';
import { MinOthers } from './min-others.js';
import { coveredByRuns } from './steps.js';

/**
 * Characters repeated (`aaa`) or in order of the alphabet or of numbers (`321`), from three on,
 * must leave enough others; also where every other character is one.
 */
export const runs = ruleKind({
  id: 'runs',
  title: 'More than repeated and consecutive characters',
  clause: 'Authwarden runs',
  looksInside: true,
  options: z.strictObject({ minOthers: MinOthers }),

  demand: ({ minOthers }) => ({
    message: `Beside repeated or consecutive characters it needs at least ${minOthers} others.`,
    passes({ text }) {
      if (text === undefined) return undefined;
      const length = codePoints(text);
      return readings(text).every((reading) => {
        const covered = coveredByRuns(reading, 3, stepBetween);
        return covered === 0 || length - covered >= minOthers;
      });
    },
  }),
});

function stepBetween(from: string, to: string): string | undefined {
  if (from === to) return 'same';
  const distance = to.charCodeAt(0) - from.charCodeAt(0);
  if (Math.abs(distance) === 1 && /^[\p{L}\p{Nd}]{2}$/u.test(from + to)) return `order${distance}`;
  return undefined;
}
