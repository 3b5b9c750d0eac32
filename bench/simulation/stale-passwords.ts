import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/clock.js';
import { seededRandom, type Random } from '../../samples/random.js';
import type { Act } from './act.js';
import type { DayPlan } from './day.js';
import type { Person } from './people.js';
import { addressAt, weekday } from './whereabouts.js';

/** A new password, and until when another device goes on trying the old one. Milliseconds. */
export interface PasswordChange {
  readonly at: number;
  readonly staleUntil: number;
}

/** A person changes the password so often by himself, a day. */
const CHANGES_A_DAY = 1 / 70;
/** Share of those whose phone isn't told at once. */
const FORGETS_THE_PHONE = 0.35;
/** One department's passwords expire together on a Monday; its share of all. */
const DEPARTMENT = 7;

/** The change whose stale devices matter on the day, if any. */
export function changeOn(
  person: Person,
  day: number,
  { seed, start, days }: { readonly seed: number; readonly start: number; readonly days: number },
): PasswordChange | undefined {
  if (person.phone === undefined) return undefined;
  for (const changed of [day, day - 1]) {
    const random = seededRandom(seed, `simulation/password/${person.index}/${changed}`);
    const isExpiry = changed === expiryDay(start, days) && person.index % DEPARTMENT === 3;
    const changes = random.chance(CHANGES_A_DAY) || isExpiry;
    if (!changes || !random.chance(FORGETS_THE_PHONE)) continue;
    const at = start + changed * DAY_MS + Math.floor((8 + random.fraction() * 3) * HOUR_MS);
    const staleHours = random.chance(0.8) ? random.whole(1, 8) : random.whole(8, 28);
    return { at, staleUntil: at + staleHours * HOUR_MS };
  }
  return undefined;
}

/** The last Monday that isn't in the log's first week. */
function expiryDay(start: number, days: number): number {
  for (let day = days - 5; day >= 7; day -= 1) if (weekday(start, day) === 0) return day;
  return -1;
}

/** The phone tries the old password again and again, wherever it is. */
export function staleFailures(
  plan: DayPlan,
  change: PasswordChange,
  random: Random,
): readonly Act[] {
  const { phone, login, index } = plan.person;
  if (phone === undefined) return [];
  const begin = Math.max(change.at, plan.start + plan.day * DAY_MS);
  const end = Math.min(change.staleUntil, plan.start + (plan.day + 1) * DAY_MS);
  const acts: Act[] = [];
  for (let at = begin; at < end; at += random.whole(8, 30) * MINUTE_MS)
    acts.push({
      at,
      account: login,
      address: addressAt(plan, phone, at, random),
      protocol: phone.protocol,
      mechanism: phone.mechanism,
      helo: phone.helo,
      kind: 'failure',
      reason: 'bad-password',
      password: `old/${index}`,
    });
  return acts;
}
