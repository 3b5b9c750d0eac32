import { mailscanLog, type SampleServer } from '../mailscan-log.js';
import { SAMPLE_DOMAIN } from '../company.js';
import { LogResult } from './answers.js';
import type { Api } from './api.js';

/** Mail servers of the company and the names they have in the log. */
export const SERVERS: Readonly<Record<SampleServer, string>> = {
  external: `ext1.${SAMPLE_DOMAIN}`,
  internal: `int1.${SAMPLE_DOMAIN}`,
};

const LINES_A_CHUNK = 500;

/** A log, cut for sending. */
export interface SampleLog {
  readonly server: SampleServer;
  readonly lines: number;
  readonly chunks: readonly { readonly bytes: Uint8Array; readonly lines: number }[];
}

/** Makes the log of one server; it says nothing about who is planted. */
export function sampleLog(seed: number, server: SampleServer): SampleLog {
  const lines = [...mailscanLog(seed, server)];
  const encoder = new TextEncoder();
  const chunks = [];
  for (let from = 0; from < lines.length; from += LINES_A_CHUNK) {
    const some = lines.slice(from, from + LINES_A_CHUNK);
    chunks.push({ bytes: encoder.encode(`${some.join('\n')}\n`), lines: some.length });
  }
  return { server, lines: lines.length, chunks };
}

/**
 * Streams a log to the service. `onProgress` hears how many lines the service has taken off the
 * connection; sending a log again is harmless.
 */
export function sendLog(
  api: Api,
  { server, chunks }: SampleLog,
  onProgress: (lines: number) => void,
): Promise<LogResult> {
  const query = new URLSearchParams({
    format: 'mailscan',
    stream: `demo/${SERVERS[server]}`,
    server: SERVERS[server],
    listener: server,
    timezone: 'Asia/Kolkata',
  });
  async function* body(): AsyncGenerator<Uint8Array, void> {
    let sent = 0;
    for (const { bytes, lines } of chunks) {
      yield bytes;
      sent += lines;
      onProgress(sent);
    }
  }
  return api.stream(`/v1/logs?${query.toString()}`, body, LogResult);
}
