import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { coveredBy, readings } from '../readings.js';
import { ruleKind } from '../rule.js';
import { MinOthers } from './min-others.js';

const FIRST_YEAR = 1930;
const LAST_YEAR = 2060;

const YEARS: ReadonlySet<string> = new Set(
  Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => String(FIRST_YEAR + index)),
);

const WORDS: ReadonlySet<string> = new Set([
  ...'spring summer autumn fall winter monsoon'.split(' '),
  ...'january february march april may june july'.split(' '),
  ...'august september october november december'.split(' '),
  ...'jan feb mar apr jun jul aug sep oct nov dec'.split(' '),
  ...'monday tuesday wednesday thursday friday saturday sunday'.split(' '),
]);

const CALENDAR: ReadonlySet<string> = new Set([...YEARS, ...WORDS]);

/** Seasons, months, weekdays and years (`Summer2024!`) must leave enough other characters. */
export const calendarWords = ruleKind({
  id: 'calendar-words',
  title: 'More than seasons, months, weekdays and years',
  clause: 'Authwarden calendar words',
  looksInside: true,
  options: z.strictObject({ minOthers: MinOthers }),

  demand: ({ minOthers }) => ({
    message: `Beside years, seasons, months and weekdays it needs at least ${minOthers} other characters.`,
    passes({ text }) {
      if (text === undefined) return undefined;
      // As it stands, and with leet characters as letters: `Summ3r2024` is the same shape. Years
      // are looked for in the first alone, where digits are still digits.
      const [plain = '', ...leet] = readings(text).slice(0, 3);
      const covered = Math.max(
        coveredBy(plain, CALENDAR),
        ...leet.map((reading) => coveredBy(reading, WORDS) + coveredBy(plain, YEARS)),
      );
      return covered === 0 || codePoints(text) - covered >= minOthers;
    },
  }),
});
