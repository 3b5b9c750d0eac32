import { MAP_HEIGHT, MAP_WIDTH, onMap } from '../domain/world-map.js';
import { WORLD_OUTLINE } from '../domain/world-outline.js';
import { count, moment, some } from '../domain/report-words.js';
import type { Bar, ReportPlace } from '../domain/report.js';
import { html } from './shown.js';

const WIDTH = 1_000;
const HEIGHT = 220;
const LEFT = 46;
const TOP = 12;
const BOTTOM = 28;

/** A map of the places as an SVG; the area of a circle is the number of addresses there. */
export function mapSvg(places: readonly ReportPlace[]): string {
  const most = Math.max(1, ...places.map(({ addresses }) => addresses));
  const circles = [...places]
    .sort((a, b) => b.addresses - a.addresses)
    .map((place) => {
      const { x, y } = onMap(place);
      const radius = (2 + 11 * Math.sqrt(place.addresses / most)).toFixed(1);
      const name = [place.city, place.country].filter(Boolean).join(', ');
      return `<circle cx="${x}" cy="${y}" r="${radius}"><title>${html(`${name}: ${some(place.addresses, 'address', 'addresses')}, ${some(place.signIns, 'sign-in')}`)}</title></circle>`;
    });
  return `<svg class="map" viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT - 50}" role="img" aria-label="Map of the intruders' sign-ins"><path class="land" d="${WORLD_OUTLINE}"/><g class="spots">${circles.join('')}</g></svg>`;
}

/** How a chart's bars are to be read. */
export interface ChartWords {
  readonly label: string;
  /** Minutes that a bar stands for. */
  readonly binMinutes: number;
  /** Time of the first moment of the axis and of the last, ms. */
  readonly from: number;
  readonly to: number;
}

/** Bars over time as an SVG. */
export function barsSvg(bars: readonly Bar[], words: ChartWords): string {
  const { label, binMinutes, to } = words;
  // The minute of the first sign-in began before it.
  const from = Math.min(words.from, ...bars.slice(0, 1).map(({ at }) => Date.parse(at)));
  const most = niceTop(Math.max(1, ...bars.map(({ value }) => value)));
  const binMs = binMinutes * 60_000;
  const span = Math.max(binMs, to - from + binMs);
  const inner = { width: WIDTH - LEFT - 8, height: HEIGHT - TOP - BOTTOM };
  const x = (at: number) => LEFT + (inner.width * (at - from)) / span;
  const y = (value: number) => TOP + inner.height * (1 - value / most);
  const width = Math.max(1, (inner.width * binMs) / span - (binMs / span > 0.004 ? 0.6 : 0));
  const rects = bars.map(({ at, value }) => {
    const start = Date.parse(at);
    return `<rect x="${x(start).toFixed(1)}" y="${y(value).toFixed(1)}" width="${width.toFixed(1)}" height="${(TOP + inner.height - y(value)).toFixed(1)}"><title>${moment(start)}: ${rounded(value)}</title></rect>`;
  });
  const rows = [0, 0.5, 1].map((share) => {
    const at = y(share * most).toFixed(1);
    return `<line x1="${LEFT}" x2="${WIDTH - 8}" y1="${at}" y2="${at}"/><text x="${LEFT - 6}" y="${at}" dy="4" text-anchor="end">${rounded(share * most)}</text>`;
  });
  const times = [0, 0.5, 1].map((share) => {
    const at = from + share * (span - binMs);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return `<text x="${(share === 1 ? WIDTH - 8 : x(at)).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="${anchor}">${moment(at).slice(0, 16)}</text>`;
  });
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${html(label)}"><g class="axis">${rows.join('')}${times.join('')}</g><g class="bars">${rects.join('')}</g></svg>`;
}

/** The next of 1, 2, 5, 10, 20 … */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

function rounded(value: number): string {
  return count(value < 10 ? Math.round(10 * value) / 10 : Math.round(value));
}
