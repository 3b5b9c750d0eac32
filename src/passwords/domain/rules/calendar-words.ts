import { coveredBy, readings } from '../readings.js';
import type { Rule } from '../rule.js';

const FIRST_YEAR = 1930;
const LAST_YEAR = 2060;

const CALENDAR: ReadonlySet<string> = new Set([
  ...Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => String(FIRST_YEAR + index)),
  ...'spring summer autumn fall winter monsoon'.split(' '),
  ...'january february march april may june july'.split(' '),
  ...'august september october november december'.split(' '),
  ...'jan feb mar apr jun jul aug sep oct nov dec'.split(' '),
  ...'monday tuesday wednesday thursday friday saturday sunday'.split(' '),
]);

/** Seasons, months, weekdays and years (`Summer2024!`) must leave enough other characters. */
export function calendarWords(minOthers: number): Rule {
  return {
    id: 'calendar-words',
    clause: 'authwarden/calendar-words',
    message: `Beside years, seasons, months and weekdays it needs at least ${minOthers} other characters.`,

    check({ text, length }) {
      const [plain = ''] = readings(text);
      const covered = coveredBy(plain, CALENDAR);
      return covered === 0 || length - covered >= minOthers;
    },
  };
}
