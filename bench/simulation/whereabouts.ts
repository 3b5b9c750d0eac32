import { DAY_MS, HOUR_MS } from '../../src/kernel/clock.js';
import { seededRandom, type Random } from '../../samples/random.js';
import type { Device } from './act.js';
import { hostIn, homePrefix, privacyAddress } from './addresses.js';
import type { Journey } from './journeys.js';
import type { Person } from './people.js';
import type { Site } from './site.js';

/** A share of what a home with IPv6 does goes over IPv6. */
const OVER_IPV6 = 0.6;
/** How often a phone leaves by the exit that it usually leaves by. */
const USUAL_EXIT = 0.85;
/** Share of the time that a consumer VPN is on, of those who have one. */
const VPN_ON = 0.3;

/** Somebody's networks at a time. */
export interface Whereabouts {
  readonly seed: number;
  readonly site: Site;
  readonly person: Person;
  /** From the log's first day. */
  readonly day: number;
  /** Milliseconds of the log's first moment. */
  readonly start: number;
  readonly journey: Journey | undefined;
  readonly branchMovesOn: number;
}

/** Whether the person is away at the time (ms); on the days of travel for a part of the day. */
export function isAway({ journey, day, start }: Whereabouts, at: number): boolean {
  if (journey === undefined) return false;
  const hour = (at - start - day * DAY_MS) / HOUR_MS;
  if (day === journey.firstDay && hour < journey.arrives) return false;
  return !(day === journey.lastDay && hour > journey.leaves + journey.travelHours / 2);
}

/** Hours in the air or on the road, when nothing is signed in. */
export function isOnTheWay({ journey, day, start }: Whereabouts, at: number): boolean {
  if (journey === undefined) return false;
  const hour = (at - start - day * DAY_MS) / HOUR_MS;
  if (
    day === journey.firstDay &&
    hour > journey.arrives - journey.travelHours &&
    hour < journey.arrives
  )
    return true;
  return (
    day === journey.lastDay && hour > journey.leaves && hour < journey.leaves + journey.travelHours
  );
}

/** The address that a device signs in from at a time (ms). */
export function addressAt(where: Whereabouts, device: Device, at: number, random: Random): string {
  const { person, journey, site, start, day } = where;
  if (device.kind === 'desktop')
    return person.kind === 'home' ? homeAddress(where, device, random) : officeAddress(where);
  if (journey !== undefined && isAway(where, at))
    return awayAddress(where, journey, device, random);
  const vpn = vpnAddress(where, device, at);
  if (vpn !== undefined) return vpn;
  const hour = (at - start - day * DAY_MS) / HOUR_MS + site.utcOffsetHours;
  const isWorkday = weekday(start, day) < 5;
  const isAtWork = isWorkday && hour > 8 && hour < 17.5;
  if (device.kind === 'phone')
    return phoneAddress(
      where,
      device,
      { isAtWork, isMorningOrNight: hour < 7.5 || hour > 18 },
      random,
    );
  if (person.kind === 'roaming') return roamingAddress(where, device, isAtWork, random);
  return isAtWork && person.kind !== 'home' && random.chance(0.7)
    ? officeAddress(where)
    : homeAddress(where, device, random);
}

/** Days since Monday. */
export function weekday(start: number, day: number): number {
  return (new Date(start + day * DAY_MS).getUTCDay() + 6) % 7;
}

/** Switched on for some hours at a time, most often at one of the usual exits. */
function vpnAddress(
  { person, site, seed, day, start }: Whereabouts,
  device: Device,
  at: number,
): string | undefined {
  const [first, ...others] = person.vpn;
  if (first === undefined) return undefined;
  const block = Math.floor((at - start - day * DAY_MS) / (4 * HOUR_MS));
  const random = seededRandom(
    seed,
    `simulation/vpn/${person.index}/${day}/${device.kind}/${block}`,
  );
  if (!random.chance(VPN_ON)) return undefined;
  const exit = random.chance(0.9) ? random.pick([first, ...others]) : random.pick(site.vpnExits);
  return hostIn(exit, random);
}

function officeAddress({ person, site, day, branchMovesOn }: Whereabouts): string {
  if (person.office === 'head') return site.headOffice;
  return day < branchMovesOn ? site.branchOffice.before : site.branchOffice.after;
}

function homeAddress(
  { seed, site, person, day }: Whereabouts,
  device: Device,
  random: Random,
): string {
  const { home, index } = person;
  const today = seededRandom(seed, `simulation/home/${index}/${day}/${device.kind}`);
  if (home.prefix !== undefined && random.chance(OVER_IPV6)) {
    // Who gets another IPv4 address each day gets another prefix, too.
    const daily = seededRandom(seed, `simulation/prefix/${index}/${day}`);
    const prefix = home.address === undefined ? homePrefix(site.ipv6Prefix, daily) : home.prefix;
    return privacyAddress(prefix, today);
  }
  if (home.address !== undefined) return home.address;
  return hostIn(home.pool, seededRandom(seed, `simulation/address/${index}/${day}`));
}

function mobileAddress({ person }: Whereabouts, random: Random): string {
  const { exits } = person.carrier;
  const usual = exits[person.usualExit] ?? exits[0];
  return hostIn(random.chance(USUAL_EXIT) ? usual : random.pick(exits), random);
}

function phoneAddress(
  where: Whereabouts,
  device: Device,
  {
    isAtWork,
    isMorningOrNight,
  }: { readonly isAtWork: boolean; readonly isMorningOrNight: boolean },
  random: Random,
): string {
  const { kind } = where.person;
  if (isAtWork && kind === 'office' && random.chance(0.5)) return officeAddress(where);
  if ((isMorningOrNight || kind === 'home') && random.chance(0.7))
    return homeAddress(where, device, random);
  return mobileAddress(where, random);
}

/** Customers, cafés and trains, by the phone's network or through the company's VPN. */
function roamingAddress(
  where: Whereabouts,
  device: Device,
  isAtWork: boolean,
  random: Random,
): string {
  const draw = random.fraction();
  const { seed, site, person, day } = where;
  if (draw < 0.15) return site.companyVpn;
  if (!isAtWork || draw < 0.45) return homeAddress(where, device, random);
  if (draw < 0.75) return mobileAddress(where, random);
  const today = seededRandom(seed, `simulation/guest/${person.index}/${day}`);
  return hostIn(today.pick(site.towns).networks, today);
}

function awayAddress(where: Whereabouts, journey: Journey, device: Device, random: Random): string {
  if (device.kind === 'laptop') return random.chance(0.2) ? where.site.companyVpn : journey.hotel;
  if (random.chance(0.5)) return journey.hotel;
  return journey.localMobile === undefined
    ? mobileAddress(where, random)
    : hostIn(journey.localMobile, random);
}
