import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';

/**
 * Accounts kept for one hour of a source, and the highest count that {@link distinctFailed} gives.
 * Of more, those that failed first are kept, so that the outcome doesn't depend on the order in
 * which the failures arrive.
 */
export const MAX_ACCOUNTS_AN_HOUR = 256;

/**
 * The failures from one source network on one UTC day: for each clock hour that had any, the
 * accounts that failed and the earliest time of each, in milliseconds within that hour.
 */
export type SourceDay = Map<number, Map<string, number>>;

/** A day without failures. */
export function newSourceDay(): SourceDay {
  return new Map();
}

/** The UTC day of a time, in days since the epoch: the key of its {@link SourceDay}. */
export function sourceDayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The 48 random bits at the end of an account's UUIDv7: short, and alike for no two accounts of a source. */
export function accountKeyOf(accountId: string): string {
  return accountId.slice(-12);
}

/**
 * Notes a wrong-credential failure. Failures may come in any order: the outcome is the same.
 *
 * @param at milliseconds since the epoch, on the day
 * @returns whether the day changed: the account is new in its hour, or failed earlier than known
 */
export function addFailure(day: SourceDay, at: number, accountKey: string): boolean {
  const hour = Math.floor((at % DAY_MS) / HOUR_MS);
  const offset = at % HOUR_MS;
  let accounts = day.get(hour);
  if (accounts === undefined) {
    accounts = new Map();
    day.set(hour, accounts);
  }
  const known = accounts.get(accountKey);
  if (known !== undefined) {
    if (known <= offset) return false;
    accounts.set(accountKey, offset);
    return true;
  }
  if (accounts.size >= MAX_ACCOUNTS_AN_HOUR) {
    const [latestKey, latest] = latestOf(accounts);
    if (latest < offset || (latest === offset && latestKey < accountKey)) return false;
    accounts.delete(latestKey);
  }
  accounts.set(accountKey, offset);
  return true;
}

/**
 * Accounts that failed from a source in the clock hour of `at`, up to and including `at`, or in the
 * 23 clock hours before. Exact up to {@link MAX_ACCOUNTS_AN_HOUR}, where counting stops.
 *
 * @param today the source's day that `at` is in
 * @param yesterday the day before
 */
export function distinctFailed(
  at: number,
  today: SourceDay | undefined,
  yesterday: SourceDay | undefined,
): number {
  const hour = Math.floor((at % DAY_MS) / HOUR_MS);
  const seen = new Set<string>();
  for (const [key, offset] of today?.get(hour) ?? []) if (offset <= at % HOUR_MS) seen.add(key);
  for (let back = 1; back < 24 && seen.size < MAX_ACCOUNTS_AN_HOUR; back += 1) {
    const accounts = back <= hour ? today?.get(hour - back) : yesterday?.get(hour - back + 24);
    for (const key of accounts?.keys() ?? []) seen.add(key);
  }
  return Math.min(seen.size, MAX_ACCOUNTS_AN_HOUR);
}

/** The day as JSON text, the same for the same failures in whatever order they came. */
export function encodeSourceDay(day: SourceDay): string {
  const hours = [...day].sort(([a], [b]) => a - b);
  return JSON.stringify(
    hours.map(([hour, accounts]) => [
      hour,
      [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)).flat(),
    ]),
  );
}

/**
 * Reads what {@link encodeSourceDay} wrote.
 *
 * @throws SyntaxError when the text is no JSON
 */
export function decodeSourceDay(text: string): SourceDay {
  const hours: [hour: number, accounts: (string | number)[]][] = JSON.parse(text);
  return new Map(
    hours.map(([hour, flat]) => {
      const accounts = new Map<string, number>();
      for (let i = 0; i < flat.length; i += 2) accounts.set(String(flat[i]), Number(flat[i + 1]));
      return [hour, accounts];
    }),
  );
}

function latestOf(accounts: ReadonlyMap<string, number>): readonly [string, number] {
  let latestKey = '';
  let latest = -1;
  for (const [key, offset] of accounts) {
    if (offset > latest || (offset === latest && key > latestKey)) {
      latestKey = key;
      latest = offset;
    }
  }
  return [latestKey, latest];
}
