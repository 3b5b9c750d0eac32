import { describe, expect, it } from 'vitest';
import { MAX_PLACES, addPlace, isPlaceKnown } from './known-places.js';
import type { KnownPlace } from './known-places.js';

const MUMBAI = { country: 'IN', city: 'Mumbai', latitude: 19.07, longitude: 72.88 };
const THANE = { country: 'IN', city: 'Thane', latitude: 19.22, longitude: 72.98 };
const PUNE = { country: 'IN', city: 'Pune', latitude: 18.52, longitude: 73.86 };

describe('the known places of an account', () => {
  it('takes places near to each other as one, at the coordinates of the last use', () => {
    const places: KnownPlace[] = [];

    addPlace(places, MUMBAI, 1);
    addPlace(places, PUNE, 2);
    addPlace(places, THANE, 3);

    expect(places.map(({ city, uses }) => [city, uses])).toEqual([
      ['Pune', 1],
      ['Thane', 2],
    ]);
  });

  it('keeps home however many places a botnet adds', () => {
    const places: KnownPlace[] = [];
    addPlace(places, MUMBAI, 1);
    addPlace(places, MUMBAI, 2);

    for (let n = 0; n < 50; n += 1) {
      addPlace(places, { country: 'BR', latitude: -n, longitude: -n }, 3 + n);
    }

    expect(places).toHaveLength(MAX_PLACES);
    expect(isPlaceKnown(places, MUMBAI, 1)).toBe(true);
  });
});
