import type { Random } from '../../samples/random.js';
import { seededRandom } from '../../samples/random.js';
import { hostOf, providerOf } from './addresses.js';
import type { Geography, Town } from './geography.js';

/** The mail domain of the simulated site. */
export const DOMAIN = 'example.com';

/**
 * Countries where the site may be: hours before UTC, and the prefix of a large access provider's
 * IPv6, which geolocation puts to that country (most often to the provider's own town).
 */
const COUNTRIES = [
  ['DE', 1, '2003:c0'],
  ['FR', 1, '2a01:e0a'],
  ['GB', 0, '2a00:23c5'],
  ['IN', 5.5, '2409:4072'],
  ['US', -6, '2601:600'],
  ['BR', -3, '2804:14c'],
  ['NL', 1, '2001:1c02'],
  ['BE', 1, '2a02:a03f'],
] as const;

/** Where hosting and VPN exits are cheap. */
const HOSTING_COUNTRIES = [
  'US',
  'NL',
  'DE',
  'FR',
  'GB',
  'RO',
  'RU',
  'SG',
  'SE',
  'CH',
  'PL',
  'BG',
] as const;

/** Addresses that somebody gives out: first three octets of each /24. */
export type Pool = readonly [string, ...string[]];

/** A mobile carrier: its customers leave by the CGNAT of one of few places. */
export interface Carrier {
  readonly exits: readonly [Pool, ...Pool[]];
}

/** The places and networks that the site's people live in. */
export interface Site {
  readonly country: string;
  readonly utcOffsetHours: number;
  readonly ipv6Prefix: string;
  /** Where people live; the first has the head office. */
  readonly towns: readonly [Town, ...Town[]];
  /** Every town of the country that has networks enough. */
  readonly countryTowns: readonly [Town, ...Town[]];
  /** Two offices, each behind one address. The second moves to another provider on a day. */
  readonly headOffice: string;
  readonly branchOffice: { readonly before: string; readonly after: string };
  readonly carriers: readonly [Carrier, ...Carrier[]];
  /** Egress of the company's VPN, which staff use from anywhere. */
  readonly companyVpn: string;
  /** Exits of consumer VPNs, one /24 each, in several countries. */
  readonly vpnExits: readonly [Pool, ...Pool[]];
  /** Machines for rent. */
  readonly hosting: readonly [Pool, ...Pool[]];
  readonly geography: Geography;
}

/** Founds the site of a seed. */
export function siteOf(seed: number, geography: Geography): Site {
  const random = seededRandom(seed, 'simulation/site');
  const [country, utcOffsetHours, ipv6Prefix] = random.pick(COUNTRIES);
  const [first, ...others] = geography
    .townsOf(country)
    .filter(({ networks }) => networks.length >= 4)
    .slice(0, 60);
  if (first === undefined) throw new Error(`geolocation knows too little of ${country}`);
  const everyTown = [first, ...others] as const;
  const home = everyTown[random.whole(0, Math.min(7, everyTown.length - 1))] ?? first;
  const towns: readonly [Town, ...Town[]] = [
    home,
    ...random.shuffled(everyTown.filter((town) => town !== home)).slice(0, 9),
  ];
  const branch = towns[1] ?? home;
  return {
    country,
    utcOffsetHours,
    ipv6Prefix,
    towns,
    countryTowns: everyTown,
    headOffice: hostOf(home, random),
    branchOffice: { before: hostOf(branch, random), after: hostOf(branch, random) },
    carriers: [carrier(everyTown, random), carrier(everyTown, random), carrier(everyTown, random)],
    companyVpn: hostOf(random.chance(0.5) ? home : random.pick(everyTown), random),
    vpnExits: rented(geography, random, 14),
    hosting: rented(geography, random, 40),
    geography,
  };
}

function carrier(towns: readonly [Town, ...Town[]], random: Random): Carrier {
  const exit = (): Pool => {
    const largest = towns.slice(0, 15);
    const town = largest[random.whole(0, largest.length - 1)] ?? towns[0];
    return providerOf(town, random, random.whole(2, 6));
  };
  return { exits: [exit(), ...Array.from({ length: random.whole(1, 3) }, exit)] };
}

function rented(geography: Geography, random: Random, count: number): readonly [Pool, ...Pool[]] {
  const one = (): Pool => {
    const towns = geography.townsOf(random.pick(HOSTING_COUNTRIES));
    const town = towns[random.whole(0, Math.min(9, towns.length - 1))];
    if (town === undefined) throw new Error('geolocation knows too few towns');
    return providerOf(town, random, 1);
  };
  return [one(), ...Array.from({ length: count - 1 }, one)];
}
