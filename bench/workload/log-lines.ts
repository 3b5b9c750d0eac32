import { seededRandom, type Random } from '../../samples/random.js';
import type { Population } from './population.js';

const DAY_MS = 86_400_000;

/** One line of a session: how long after its start it is logged (ms), and what follows the host. */
export type LoggedLine = readonly [afterMs: number, text: string];

/** Writes the lines of one session of a program's log, in order. */
export type SessionWriter = (
  population: Population,
  random: Random,
  ordinal: number,
) => readonly LoggedLine[];

/** Which log is wanted: `lines` of them over the UTC day that begins at `day` (ms). */
export interface LogOrder {
  readonly seed: number;
  readonly day: number;
  readonly lines: number;
  /** Their sessions take turns. */
  readonly writers: readonly SessionWriter[];
}

/**
 * A syslog file with ISO 8601 times as rsyslog writes it; sessions overlap, so that their lines are
 * mixed, and lines are in the order of time. The same order gives the same lines.
 */
export function* logLines(population: Population, order: LogOrder): Generator<string> {
  const { seed, day, lines, writers } = order;
  const random = seededRandom(seed, `bench/log/${day}`);
  let waiting: { at: number; text: string }[] = [];
  let written = 0;
  let told = 0;
  for (let session = 0; written < lines; session += 1) {
    // In step with the lines, so that they fill the day and not the next one, too.
    const start = day + Math.floor((told * DAY_MS) / lines);
    const due = waiting.filter(({ at }) => at <= start).sort((a, b) => a.at - b.at);
    waiting = waiting.filter(({ at }) => at > start);
    for (const { at, text } of due) {
      yield `${new Date(at).toISOString().slice(0, -1)}000+00:00 mx1 ${text}\n`;
      written += 1;
      if (written === lines) return;
    }
    const write = writers[session % writers.length];
    for (const [afterMs, text] of write?.(population, random, session) ?? []) {
      waiting.push({ at: start + afterMs, text });
      told += 1;
    }
  }
}

/** The lines as chunks of about `size` bytes, cut between lines. */
export function* logChunks(
  population: Population,
  order: LogOrder,
  size = 65_536,
): Generator<Buffer> {
  let chunk = '';
  for (const line of logLines(population, order)) {
    chunk += line;
    if (chunk.length < size) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
