import { geoNaturalEarth1 } from 'd3-geo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAP_HEIGHT, MAP_WIDTH, onMap } from './world-map.js';
import { WORLD_OUTLINE } from './world-outline.js';

describe('the world map', () => {
  it('puts places where the projection that drew the outline does', () => {
    const reference = geoNaturalEarth1()
      .scale(180)
      .translate([MAP_WIDTH / 2, MAP_HEIGHT / 2 + 20]);
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (latitude, longitude) => {
          const { x, y } = onMap({ latitude, longitude });
          const [expectedX = 0, expectedY = 0] = reference([longitude, latitude]) ?? [];

          expect(Math.abs(x - expectedX)).toBeLessThan(0.11);
          expect(Math.abs(y - expectedY)).toBeLessThan(0.11);
        },
      ),
    );
  });

  it('has an outline that a page can carry', () => {
    expect(WORLD_OUTLINE.length).toBeLessThan(60_000);
    expect(WORLD_OUTLINE).toMatch(/^(?:M\d+ \d+l[-\d ]+z)+$/);
  });
});
