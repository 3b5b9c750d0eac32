/**
 * Where an address is thought to be, as far as databases of places and of autonomous systems say.
 * Geolocation errs by hundreds of kilometres as a rule.
 */
export interface Place {
  /** ISO 3166-1 alpha-2, upper case. Absent when only the autonomous system is known. */
  readonly country?: string;
  readonly city?: string;
  /** Degrees, WGS 84. Absent when only the country is known. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Number of the autonomous system that announces the address; absent without a database of them. */
  readonly asn?: number;
  /** Who runs that system. */
  readonly organization?: string;
}

const EARTH_RADIUS_KM = 6371.0088;

/** Great-circle distance in kilometres (haversine, mean Earth radius). */
export function distanceKm(
  from: { readonly latitude: number; readonly longitude: number },
  to: { readonly latitude: number; readonly longitude: number },
): number {
  const rad = Math.PI / 180;
  const dLat = (to.latitude - from.latitude) * rad;
  const dLon = (to.longitude - from.longitude) * rad;
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(from.latitude * rad) * Math.cos(to.latitude * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
