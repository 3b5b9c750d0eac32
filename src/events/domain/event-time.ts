import { readIsoStamp } from './headers/stamp.js';

/**
 * The instant of an ISO 8601 date and time with a zone (`2026-11-23T08:00:00.000Z`,
 * `…+01:00`; a blank for the T is taken too), milliseconds since the epoch.
 *
 * @returns undefined when the text isn't exactly that, has no zone, or is before 1970
 */
export function eventTime(text: string): number | undefined {
  const stamp = readIsoStamp(text, 0, withoutZone);
  if (stamp === undefined || stamp.end !== text.length || text.endsWith(' ')) return undefined;
  return stamp.at >= 0 ? stamp.at : undefined;
}

/** NaN, as a time without a zone could be any of a whole day. */
function withoutZone(): number {
  return Number.NaN;
}
