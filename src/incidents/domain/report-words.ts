import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';

/** A number for people: 1,367. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** "1 account", "31 accounts". */
export function some(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A time for people: "2010-05-28 06:16:20 UTC". @param at ms or ISO 8601 */
export function moment(at: number | string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A length of time for people, in its two largest units. @param ms not negative */
export function duration(ms: number): string {
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
  ] as const;
  const words: string[] = [];
  let left = ms;
  for (const [unit, name] of units) {
    const whole = Math.floor(left / unit);
    left -= whole * unit;
    if (whole > 0) words.push(`${whole} ${name}`);
  }
  return words.slice(0, 2).join(' ') || `${Math.round(ms / 1_000)} s`;
}

/** The first of the words, and how many more there are: "a, b and 3 more". */
export function firstOf(words: readonly string[], most: number): string {
  const more = words.length - most;
  if (more <= 0) return words.join(', ');
  return `${words.slice(0, most).join(', ')} and ${count(more)} more`;
}
