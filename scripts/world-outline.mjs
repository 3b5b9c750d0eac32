// Writes src/incidents/domain/world-outline.ts: the land of Natural Earth (1:110m, public domain,
// from the npm package world-atlas) as one compact SVG path in the projection of world-map.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

const WIDTH = 1000;
const HEIGHT = 500;
const TARGET = new URL('../src/incidents/domain/world-outline.ts', import.meta.url);

const file = createRequire(import.meta.url).resolve('world-atlas/land-110m.json');
const topology = JSON.parse(readFileSync(file, 'utf8'));
const land = feature(topology, topology.objects.land);
// Antarctica takes a fifth of the map, and nobody signs in from there.
const projection = geoNaturalEarth1()
  .scale(180)
  .translate([WIDTH / 2, HEIGHT / 2 + 20]);
const drawn = geoPath(projection)(land);

const path = [...drawn.matchAll(/M([^MZ]+)Z?/g)]
  .map(([, ring]) => ring.split('L').map((pair) => pair.split(',').map(Number)))
  .filter((ring) => Math.min(...ring.map(([, y]) => y)) < 440)
  .map(relative)
  .filter((ring) => ring !== '')
  .join('');

/** Whole units, each point relative to the one before; points that don't move are left out. */
function relative(ring) {
  const points = ring.map(([x, y]) => [Math.round(x), Math.round(y)]);
  const [[startX, startY]] = points;
  let [x, y] = [startX, startY];
  const moves = [];
  for (const [nextX, nextY] of points.slice(1)) {
    if (nextX === x && nextY === y) continue;
    moves.push(`${nextX - x} ${nextY - y}`.replace(' -', '-'));
    [x, y] = [nextX, nextY];
  }
  return moves.length < 3 ? '' : `M${startX} ${startY}l${moves.join(' ')}z`;
}

writeFileSync(
  TARGET,
  `/**
 * The land of the world as the path of an SVG, ${WIDTH} by ${HEIGHT} units, in the projection of
 * \`world-map.ts\`. Made with Natural Earth (public domain) by scripts/world-outline.mjs.
 */
export const WORLD_OUTLINE =
  '${path}';
`,
);
console.log(`${path.length} characters`);
