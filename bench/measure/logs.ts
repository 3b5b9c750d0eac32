import { z } from 'zod';
import type { ApiClient } from '../service/api-client.js';

const Answer = z.object({
  lines: z.number(),
  events: z.number(),
  duplicates: z.number(),
  unparsed: z.number(),
  signals: z.number(),
});

/** What became of a log that was sent. */
export interface SentLog {
  readonly lines: number;
  readonly events: number;
  readonly signals: number;
  readonly seconds: number;
}

/**
 * Sends a log to `POST /v1/logs` in one request.
 *
 * @throws Error when a line isn't understood or an event is there already
 */
export async function sendLog(
  client: ApiClient,
  format: string,
  body: Buffer | Iterable<Buffer>,
): Promise<SentLog> {
  const begun = performance.now();
  const answer = Answer.parse(await client.post(`/v1/logs?format=${format}`, 'text/plain', body));
  const seconds = (performance.now() - begun) / 1_000;
  if (answer.unparsed + answer.duplicates > 0)
    throw new Error(`the ${format} log wasn't taken as it is: ${JSON.stringify(answer)}`);
  const { lines, events, signals } = answer;
  return { lines, events, signals, seconds };
}
