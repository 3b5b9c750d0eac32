import { distanceKm } from '../../kernel/geo.js';
import type { Place } from '../../kernel/geo.js';

/** Places kept for an account; the least used goes first, so that a botnet can't push out home. */
export const MAX_PLACES = 8;

/** Sightings nearer to each other than this are one place. */
const SAME_PLACE_KM = 50;

/** A place with coordinates at which the account was used; they are those of the last use. */
export interface KnownPlace {
  latitude: number;
  longitude: number;
  country: string;
  city: string | undefined;
  /** Milliseconds since the epoch. */
  last: number;
  uses: number;
}

/** A {@link Place} that has coordinates. */
export interface LocatedPlace extends Place {
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Whether the place has coordinates. */
export function isLocated(place: Place | undefined): place is LocatedPlace {
  return (
    place?.latitude !== undefined && place.longitude !== undefined && place.country !== undefined
  );
}

/** Notes a use at a place; the newest is last in the list. */
export function addPlace(places: KnownPlace[], place: LocatedPlace, at: number): void {
  const newest = places[places.length - 1];
  if (newest?.latitude === place.latitude && newest.longitude === place.longitude) {
    newest.last = at;
    newest.uses += 1;
    return;
  }
  let index = places.length - 1;
  while (index >= 0 && !isNear(places[index], place, SAME_PLACE_KM)) index -= 1;
  const uses = index < 0 ? 1 : (places[index]?.uses ?? 0) + 1;
  if (index >= 0) places.splice(index, 1);
  else if (places.length >= MAX_PLACES) places.splice(leastUsed(places), 1);
  const { latitude, longitude, country, city } = place;
  places.push({ latitude, longitude, country, city, last: at, uses });
}

/** Whether one of the places lies within `km` kilometres. */
export function isPlaceKnown(
  places: readonly KnownPlace[],
  place: LocatedPlace,
  km: number,
): boolean {
  return places.some((known) => isNear(known, place, km));
}

/** Of the places used after `after` (ms): those farther than `km` from this one. */
export function otherPlaces(
  places: readonly KnownPlace[],
  place: LocatedPlace,
  { after, km }: { readonly after: number; readonly km: number },
): { readonly far: number; readonly km: number; readonly isReturn: boolean } {
  let far = 0;
  let farthest = 0;
  let isReturn = false;
  let wasHere = false;
  // They are in the order of their last use.
  for (const known of places) {
    if (known.last <= after) continue;
    const distance = distanceKm(known, place);
    if (distance <= SAME_PLACE_KM) wasHere = true;
    if (distance <= km) continue;
    far += 1;
    if (distance > farthest) farthest = distance;
    if (wasHere) isReturn = true;
  }
  return { far, km: farthest, isReturn };
}

function isNear(known: KnownPlace | undefined, place: LocatedPlace, km: number): boolean {
  if (known === undefined) return false;
  if (known.latitude === place.latitude && known.longitude === place.longitude) return true;
  return distanceKm(known, place) <= km;
}

function leastUsed(places: readonly KnownPlace[]): number {
  let least = 0;
  for (let index = 1; index < places.length; index += 1) {
    if ((places[index]?.uses ?? 0) < (places[least]?.uses ?? 0)) least = index;
  }
  return least;
}
