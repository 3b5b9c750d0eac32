import { DAY_MS, HOUR_MS } from '../../src/kernel/clock.js';
import { seededRandom, type Random } from '../../samples/random.js';
import type { Act, Device } from './act.js';
import { ownMail } from './mail.js';
import { machineDay } from './machines.js';
import { staleFailures, type PasswordChange } from './stale-passwords.js';
import { addressAt, isAway, isOnTheWay, weekday, type Whereabouts } from './whereabouts.js';

/** A mistyped password comes before so many sign-ins by hand. */
const MISTYPES = 0.012;

/** What somebody's day has besides where he is. */
export interface DayPlan extends Whereabouts {
  readonly logins: readonly string[];
  /** A new password on this day or the one before; other devices still have the old one. */
  readonly change: PasswordChange | undefined;
}

/** Everything that an account's owner does on a day, in any order. */
export function honestDay(plan: DayPlan): readonly Act[] {
  const { person, day, seed, journey } = plan;
  if (day < person.since) return [];
  const random = seededRandom(seed, `simulation/day/${person.index}/${day}`);
  switch (person.kind) {
    case 'dormant':
      // Somebody left; the mailbox was last opened in the first days, if at all.
      return day < 2 && person.index % 3 === 0 ? peopleDay(plan, random) : [];
    case 'occasional':
      return random.chance(0.35) ? peopleDay(plan, random) : [];
    case 'office':
    case 'roaming':
    case 'home':
      return journey?.kind === 'offline' ? [] : peopleDay(plan, random);
    case 'shared':
      return [];
    case 'newsletter':
    case 'scanner':
    case 'fetched':
    case 'monitor':
      return machineDay(plan, random);
  }
}

function peopleDay(plan: DayPlan, random: Random): readonly Act[] {
  const { person } = plan;
  const devices = [person.desktop, person.laptop, person.phone].filter((d) => d !== undefined);
  const acts = devices.flatMap((device) => deviceDay(plan, device, random));
  const stale = plan.change === undefined ? [] : staleFailures(plan, plan.change, random);
  return [...acts, ...stale];
}

function deviceDay(plan: DayPlan, device: Device, random: Random): readonly Act[] {
  const { person, start, day } = plan;
  const isWorkday = weekday(start, day) < 5;
  const isAbsent = plan.journey !== undefined && isAway(plan, start + (day + 0.5) * DAY_MS);
  if (device.kind === 'desktop' && isAbsent && !plan.journey?.desktopRuns) return [];
  if (
    device.kind !== 'phone' &&
    !isWorkday &&
    !random.chance(person.kind === 'office' ? 0.05 : 0.4)
  )
    return [];
  const times = sessionTimes(plan, device, random);
  const acts = times.flatMap((at) => session(plan, device, at, random));
  const mails = Math.floor(random.wait(person.messagesADay * shareOf(device, isWorkday)));
  // Who is away doesn't write at the desk.
  if (device.kind === 'desktop' && isAbsent) return acts;
  const sent = Array.from({ length: Math.min(25, mails) }, () =>
    submission(plan, device, timeOf(plan, device, random), random),
  );
  return [...acts, ...sent.flat(), ...invitations(plan, device, random)];
}

function shareOf({ kind }: Device, isWorkday: boolean): number {
  if (kind === 'phone') return 0.25;
  return isWorkday ? 1 : 0.2;
}

function sessionTimes(plan: DayPlan, device: Device, random: Random): readonly number[] {
  const count = device.kind === 'phone' ? random.whole(1, 7) : random.whole(1, 5);
  return Array.from({ length: count }, () => timeOf(plan, device, random)).filter(
    (at) => !isOnTheWay(plan, at),
  );
}

/** Desks in working hours, phones while people are awake; local time. */
function timeOf(plan: DayPlan, device: Device, random: Random): number {
  const { start, day, site, person } = plan;
  const early = (person.index % 5) / 2;
  const [from, to] = device.kind === 'phone' ? [6 + early / 2, 23] : [7 + early, 16.5 + early];
  const late = device.kind === 'laptop' && random.chance(0.25) ? random.fraction() * 5 : 0;
  const hour = from + random.fraction() * (to - from) + late - site.utcOffsetHours;
  return Math.floor(start + day * DAY_MS + hour * HOUR_MS);
}

function session(plan: DayPlan, device: Device, at: number, random: Random): readonly Act[] {
  const { person } = plan;
  const address = addressAt(plan, device, at, random);
  const { protocol, mechanism, helo } = device;
  const own: Act = {
    at,
    account: person.login,
    address,
    protocol,
    mechanism,
    helo,
    kind: 'sign-in',
  };
  const shared = person.shared
    .filter(() => random.chance(0.4))
    .map((account) => ({ ...own, account, at: at + random.whole(200, 4_000) }));
  const mistypes = device.kind !== 'desktop' && random.chance(MISTYPES) ? random.whole(1, 3) : 0;
  const failures = Array.from({ length: mistypes }, (_, turn): Act => ({
    ...own,
    at: at - (turn + 1) * random.whole(6_000, 20_000),
    kind: 'failure',
    reason: 'bad-password',
    password: `mistyped/${at}/${turn}`,
  }));
  return [...failures, own, ...shared];
}

function submission(plan: DayPlan, device: Device, at: number, random: Random): readonly Act[] {
  if (isOnTheWay(plan, at)) return [];
  const address = addressAt(plan, device, at, random);
  const { mechanism, helo } = device;
  const message = ownMail(plan.person, plan.logins, random);
  const { login: account } = plan.person;
  return [{ at, account, address, protocol: 'smtp', mechanism, helo, kind: 'message', message }];
}

/** Once in a while somebody writes to everybody he knows, one by one: a mail merge. */
function invitations(plan: DayPlan, device: Device, random: Random): readonly Act[] {
  if (device.kind !== 'desktop' || !random.chance(0.0004)) return [];
  const begins = timeOf(plan, device, random);
  const count = random.whole(60, 180);
  return Array.from({ length: count }, (_, turn) =>
    submission(plan, device, begins + turn * random.whole(4_000, 9_000), random),
  ).flat();
}
