import { Agent, request } from 'undici';
import { SECOND_MS } from '../../kernel/clock.js';
import { aborted } from './deadline.js';
import { DirectoryFault } from './directory-fault.js';

/** Until the connection is there and the answer has begun, all together. */
const REQUEST_TIMEOUT_MS = 5 * SECOND_MS;
/** Between two pieces of an answer. */
const PIECE_TIMEOUT_MS = 10 * SECOND_MS;
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
const CONNECTIONS = 8;

/** One request to a directory's HTTP service. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the service's URL, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the service said. */
export interface ServiceAnswer {
  readonly status: number;
  readonly text: string;
}

/** Speaks HTTP with one directory. It keeps no credentials, follows no redirects, and gives up in time. */
export interface HttpService {
  /** @throws DirectoryFault `unreachable`, `aborted` */
  send(request: ServiceRequest, abort: AbortSignal): Promise<ServiceAnswer>;
  close(): Promise<void>;
}

/** Connects nothing yet. */
export function openHttpService({
  url,
  caCertificate,
}: {
  readonly url: string;
  readonly caCertificate?: string | null | undefined;
}): HttpService {
  const agent = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: REQUEST_TIMEOUT_MS, ...(caCertificate ? { ca: caCertificate } : {}) },
    headersTimeout: PIECE_TIMEOUT_MS,
    bodyTimeout: PIECE_TIMEOUT_MS,
    maxResponseSize: MOST_ANSWER_BYTES,
  });
  const base = url.replace(/\/+$/, '');
  return {
    async send({ method, path, headers, body }, abort) {
      // A timer of our own: Node 20 may collect a signal's own one while only `any` refers to it.
      const limit = new AbortController();
      const timer = setTimeout(() => limit.abort(), REQUEST_TIMEOUT_MS);
      try {
        const answer = await request(base + path, {
          dispatcher: agent,
          method,
          signal: AbortSignal.any([abort, limit.signal]),
          headers,
          ...(body === undefined ? {} : { body }),
        });
        return { status: answer.statusCode, text: await answer.body.text() };
      } catch {
        if (abort.aborted) throw aborted();
        throw new DirectoryFault('unreachable', 'the service could not be reached, or hung up');
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Headers and body of JSON. */
export function jsonBody(value: unknown, mediaType = 'application/json') {
  return { headers: { 'content-type': mediaType }, body: JSON.stringify(value) };
}
