import { outsideAddress } from '../../samples/invented-names.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/clock.js';
import type { Random } from '../../samples/random.js';
import type { Act } from './act.js';
import { hostIn } from './addresses.js';
import type { DayPlan } from './day.js';
import { weekday } from './whereabouts.js';

/**
 * Where a large mail provider fetches its customers' other mailboxes from, and sends in their name:
 * many addresses in several networks. Real, as geolocation puts them far from the customer.
 */
const FETCHER_NETWORKS = [
  ...(['209.85.128', '209.85.160', '209.85.167', '209.85.208'] as const),
  ...(['209.85.210', '209.85.214', '209.85.218', '209.85.221'] as const),
] as const;

/** A day of something that isn't a person. */
export function machineDay(plan: DayPlan, random: Random): readonly Act[] {
  const { kind } = plan.person;
  if (kind === 'newsletter') return newsletterDay(plan, random);
  if (kind === 'scanner') return scannerDay(plan, random);
  return kind === 'fetched' ? fetchedDay(plan, random) : monitorDay(plan, random);
}

/** Once a week hundreds of messages within an hour or two, to many who have gone. */
function newsletterDay(plan: DayPlan, random: Random): readonly Act[] {
  const { person, start, day } = plan;
  if (weekday(start, day) !== person.index % 5) return [];
  const begins = start + day * DAY_MS + random.whole(8, 12) * HOUR_MS;
  const subscribers = 15 + (person.index % 4) * 10;
  return Array.from({ length: random.whole(60, 200) }, (_, turn): Act => {
    const recipients = Array.from({ length: subscribers }, () => outsideAddress(random));
    return {
      ...machine(plan, 'newsletter'),
      at: begins + turn * 15_000 + random.whole(0, 9_000),
      kind: 'message',
      message: {
        sender: person.login,
        recipients,
        refused: [],
        bounced: recipients.filter(() => random.chance(0.02)).length,
        bytes: 42_000,
      },
    };
  });
}

function scannerDay(plan: DayPlan, random: Random): readonly Act[] {
  const { person, start, day, logins } = plan;
  if (weekday(start, day) > 4) return [];
  return Array.from({ length: random.whole(5, 50) }, (): Act => {
    const to = logins[random.whole(0, logins.length - 1)] ?? person.login;
    return {
      ...machine(plan, `scan${person.index}`),
      at: start + day * DAY_MS + Math.floor((7 + random.fraction() * 10) * HOUR_MS),
      kind: 'message',
      message: { sender: person.login, recipients: [to], refused: [], bounced: 0, bytes: 900_000 },
    };
  });
}

/** Fetched every quarter of an hour or so, and written in the name of. */
function fetchedDay(plan: DayPlan, random: Random): readonly Act[] {
  const { person, start, day } = plan;
  const begin = start + day * DAY_MS;
  const acts: Act[] = [];
  for (let at = begin + random.whole(0, 20 * MINUTE_MS); at < begin + DAY_MS;) {
    acts.push({
      ...machine(plan, 'fetch'),
      at,
      address: hostIn(FETCHER_NETWORKS, random),
      protocol: 'pop3',
      kind: 'sign-in',
    });
    at += random.whole(10, 40) * MINUTE_MS;
  }
  const sent = random.whole(0, 6);
  for (let turn = 0; turn < sent; turn += 1)
    acts.push({
      ...machine(plan, 'mail-relay.example.net'),
      at: begin + Math.floor((7 + random.fraction() * 14) * HOUR_MS),
      address: hostIn(FETCHER_NETWORKS, random),
      kind: 'message',
      message: {
        sender: person.login,
        recipients: [outsideAddress(random)],
        refused: [],
        bounced: 0,
        bytes: random.whole(2_000, 90_000),
      },
    });
  return acts;
}

function monitorDay(plan: DayPlan, random: Random): readonly Act[] {
  const address = `${plan.site.hosting[0][0]}.17`;
  const begin = plan.start + plan.day * DAY_MS;
  return Array.from({ length: 144 }, (_, turn): Act => ({
    ...machine(plan, 'check'),
    at: begin + turn * 10 * MINUTE_MS + random.whole(0, 4_000),
    address,
    protocol: 'imap',
    kind: 'sign-in',
  }));
}

function machine(
  { person, site }: DayPlan,
  helo: string,
): Pick<Act, 'account' | 'address' | 'protocol' | 'mechanism' | 'helo'> {
  return {
    account: person.login,
    address: site.headOffice,
    protocol: 'smtp',
    mechanism: 'LOGIN',
    helo,
  };
}
