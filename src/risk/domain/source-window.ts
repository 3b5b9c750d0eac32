import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';

/**
 * Accounts kept for one hour of a source, and the highest count that {@link distinctFailed} gives.
 * Of more, those that failed first are kept, so that the outcome doesn't depend on the order in
 * which the failures arrive.
 */
export const MAX_ACCOUNTS_AN_HOUR = 256;

/**
 * What one source network did on one UTC day: for each clock hour that had any failures, the
 * accounts that failed and the earliest time of each, in milliseconds within that hour. Arrivals of
 * accounts are kept alike, 24 hours further on.
 */
export type SourceDay = Map<number, Map<string, number>>;

/** What is added to the hour of an arrival. */
const ARRIVALS = 24;

/** Before the key of a name that nobody has. */
const NOBODY = '!';

/**
 * The texts of hours as they are: a large office's day is written again and again, and all of its
 * hours but the last are what they were.
 */
const texts = new WeakMap<ReadonlyMap<string, number>, string>();

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

/** The key of a failure: the account's, with a mark where nobody has the name (see `isMadeUpName`). */
export function failureKeyOf(accountId: string, isMadeUp: boolean): string {
  return isMadeUp ? NOBODY + accountKeyOf(accountId) : accountKeyOf(accountId);
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
    texts.delete(accounts);
    return true;
  }
  if (accounts.size >= MAX_ACCOUNTS_AN_HOUR) {
    const [latestKey, latest] = latestOf(accounts);
    if (latest < offset || (latest === offset && latestKey < accountKey)) return false;
    accounts.delete(latestKey);
  }
  accounts.set(accountKey, offset);
  texts.delete(accounts);
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
  return Math.min(seenUpTo(at, today, yesterday, 0).size, MAX_ACCOUNTS_AN_HOUR);
}

/** Likewise the names that nobody has. */
export function namesTried(
  at: number,
  today: SourceDay | undefined,
  yesterday: SourceDay | undefined,
): number {
  let names = 0;
  for (const key of seenUpTo(at, today, yesterday, 0)) if (key.startsWith(NOBODY)) names += 1;
  return Math.min(names, MAX_ACCOUNTS_AN_HOUR);
}

/** Likewise the accounts that arrived, but for one. */
export function accountsArrived(
  at: number,
  but: string,
  today: SourceDay | undefined,
  yesterday: SourceDay | undefined,
): number {
  const seen = seenUpTo(at, today, yesterday, ARRIVALS);
  seen.delete(but);
  return Math.min(seen.size, MAX_ACCOUNTS_AN_HOUR);
}

/** Notes that an account arrived. There is no limit, as arrivals can be taken back. */
export function addArrival(day: SourceDay, at: number, accountKey: string): void {
  const hour = ARRIVALS + Math.floor((at % DAY_MS) / HOUR_MS);
  const offset = at % HOUR_MS;
  const accounts = day.get(hour) ?? new Map<string, number>();
  day.set(hour, accounts);
  accounts.set(accountKey, Math.min(offset, accounts.get(accountKey) ?? offset));
  texts.delete(accounts);
}

/** Takes an account's arrivals of the day back. @returns their times of the day, ms */
export function removeArrivals(day: SourceDay, accountKey: string): number[] {
  const removed: number[] = [];
  for (const [hour, accounts] of day) {
    if (hour < ARRIVALS) continue;
    const offset = accounts.get(accountKey);
    if (offset === undefined) continue;
    removed.push((hour - ARRIVALS) * HOUR_MS + offset);
    accounts.delete(accountKey);
    texts.delete(accounts);
    if (accounts.size === 0) day.delete(hour);
  }
  return removed;
}

/** Adds the accounts that failed on the day to `seen`, each as `failureKeyOf` writes it. */
export function collectFailed(day: SourceDay, seen: Set<string>): void {
  for (const [hour, accounts] of day)
    if (hour < ARRIVALS) for (const key of accounts.keys()) seen.add(key);
}

/** Adds the accounts that arrived on the day to `seen`. */
export function collectArrived(day: SourceDay, seen: Set<string>): void {
  for (const [hour, accounts] of day)
    if (hour >= ARRIVALS) for (const key of accounts.keys()) seen.add(key);
}

/** Whether the key is of a name that nobody has. */
export function isNobody(key: string): boolean {
  return key.startsWith(NOBODY);
}

function seenUpTo(
  at: number,
  today: SourceDay | undefined,
  yesterday: SourceDay | undefined,
  kind: number,
): Set<string> {
  const hour = Math.floor((at % DAY_MS) / HOUR_MS);
  const seen = new Set<string>();
  if (!today?.size && !yesterday?.size) return seen;
  for (const [key, offset] of today?.get(kind + hour) ?? [])
    if (offset <= at % HOUR_MS) seen.add(key);
  for (let back = 1; back < 24 && seen.size < MAX_ACCOUNTS_AN_HOUR; back += 1) {
    const accounts =
      back <= hour ? today?.get(kind + hour - back) : yesterday?.get(kind + hour - back + 24);
    for (const key of accounts?.keys() ?? []) seen.add(key);
  }
  return seen;
}

/**
 * The day as JSON text, the same for the same failures in whatever order they came. By hand, as the
 * keys are hexadecimal digits of our own.
 */
export function encodeSourceDay(day: SourceDay): string {
  let text = '';
  for (const hour of [...day.keys()].sort((a, b) => a - b))
    text += `${text === '' ? '' : ','}[${hour},[${accountsText(day.get(hour) ?? new Map())}]]`;
  return `[${text}]`;
}

function accountsText(accounts: ReadonlyMap<string, number>): string {
  const known = texts.get(accounts);
  if (known !== undefined) return known;
  let text = '';
  // Without a comparison of one's own, texts are sorted by V8's much faster one.
  for (const key of [...accounts.keys()].sort())
    text += `${text === '' ? '' : ','}"${key}",${accounts.get(key) ?? 0}`;
  texts.set(accounts, text);
  return text;
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
