import { readings } from '../readings.js';
import type { Rule } from '../rule.js';

const SHORTEST_RUN = 3;
const KEYBOARD_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/**
 * Characters repeated (`aaa`), in order of the alphabet or of numbers (`321`), or along a row of
 * keys (`asdf`), from three on, must leave enough others; also where every other character is one.
 */
export function runs(minOthers: number): Rule {
  return {
    id: 'runs',
    clause: 'authwarden/runs',
    message: `Beside repeated or consecutive characters it needs at least ${minOthers} others.`,

    check({ text, length }) {
      return readings(text).every((reading) => {
        const covered = charactersInRuns(reading);
        return covered === 0 || length - covered >= minOthers;
      });
    },
  };
}

/** One pass: a run goes on as long as the step from character to character stays the same. */
function charactersInRuns(text: string): number {
  let covered = 0;
  let start = 0;
  let step: string | undefined;
  for (let at = 1; at <= text.length; at += 1) {
    const next = at < text.length ? stepBetween(text.charAt(at - 1), text.charAt(at)) : undefined;
    if (next !== undefined && next === step) continue;
    if (step !== undefined && at - start >= SHORTEST_RUN) covered += at - start;
    // The last character of one run may be the first of the next; it counts once.
    start = step !== undefined && at - start >= SHORTEST_RUN ? at : at - 1;
    step = start === at ? undefined : next;
  }
  return covered;
}

function stepBetween(from: string, to: string): string | undefined {
  if (from === to) return 'same';
  const distance = to.charCodeAt(0) - from.charCodeAt(0);
  if (Math.abs(distance) === 1 && /^[\p{L}\p{Nd}]{2}$/u.test(from + to)) return `order${distance}`;
  for (const row of KEYBOARD_ROWS) {
    const place = row.indexOf(from);
    if (place >= 0 && row.charAt(place + 1) === to) return 'row1';
    if (place > 0 && row.charAt(place - 1) === to) return 'row-1';
  }
  return undefined;
}
