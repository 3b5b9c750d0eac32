import { z } from 'zod';
import type { ApiClient } from '../service/api-client.js';
import { quantile } from './statistics.js';

const Answer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  signals: z.number(),
});

/** What became of events that were sent. */
export interface Sent {
  readonly events: number;
  readonly signals: number;
  readonly seconds: number;
  /** Of each request, in the order of their ends. */
  readonly latenciesMs: readonly number[];
}

/**
 * Sends every body to `POST /v1/events`, `inFlight` at a time.
 *
 * @throws Error when one event isn't accepted: a bench sends nothing twice and nothing wrong
 */
export async function sendEvents(
  client: ApiClient,
  bodies: readonly Buffer[],
  inFlight: number,
): Promise<Sent> {
  const latenciesMs: number[] = [];
  let events = 0;
  let signals = 0;
  let next = 0;
  const sendOn = async () => {
    for (let body = bodies[next]; body !== undefined; body = bodies[next]) {
      next += 1;
      const begun = performance.now();
      const answer = Answer.parse(await client.post('/v1/events', 'application/x-ndjson', body));
      latenciesMs.push(performance.now() - begun);
      if (answer.duplicates + answer.rejected > 0)
        throw new Error(`new events weren't accepted: ${JSON.stringify(answer)}`);
      events += answer.accepted;
      signals += answer.signals;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, sendOn));
  return { events, signals, seconds: (performance.now() - begun) / 1_000, latenciesMs };
}

/** Events a second. */
export function rateOf({ events, seconds }: Pick<Sent, 'events' | 'seconds'>): number {
  return events / seconds;
}

/** Half of the requests, and 99 of 100, took no longer than this (ms). */
export function latencies({ latenciesMs }: Sent): { readonly p50: number; readonly p99: number } {
  return { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99) };
}
