import { Agent, request } from 'undici';
import type { z } from 'zod';
import { SECOND_MS } from '../../kernel/clock.js';
import { aborted } from '../reaching/deadline.js';
import { DirectoryFault, type FaultKind } from '../reaching/directory-fault.js';
import type { ScimSettings } from './scim-settings.js';

const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;
const ANSWER_TIMEOUT_MS = 10 * SECOND_MS;
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
const MEDIA_TYPE = 'application/scim+json';

/** One request to a SCIM service. */
export interface ScimRequest {
  readonly method: 'GET' | 'PATCH';
  /** Below the base URL, encoded. */
  readonly path: string;
  readonly body?: unknown;
  /** The version that the resource must still have (RFC 7644, 3.14). */
  readonly version?: string | undefined;
}

/** Talks to a SCIM service. It shows no token: that is in its functions alone. */
export interface ScimClient {
  /** The answer's body; undefined for "not found" and for an answer without one. @throws DirectoryFault */
  send<T>(request: ScimRequest, schema: z.ZodType<T>, abort: AbortSignal): Promise<T | undefined>;
  close(): Promise<void>;
}

/** A change that met another version of the resource. */
export class VersionConflict extends DirectoryFault {
  constructor() {
    super('busy', 'the account was changed by somebody else at the same time');
  }
}

/** Connects nothing yet. */
export function openScimClient({ url, token, caCertificate }: ScimSettings): ScimClient {
  const agent = new Agent({
    connections: 4,
    connect: { timeout: CONNECT_TIMEOUT_MS, ...(caCertificate ? { ca: caCertificate } : {}) },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    maxResponseSize: MOST_ANSWER_BYTES,
  });
  const base = url.replace(/\/+$/, '');
  return {
    async send({ method, path, body, version }, schema, abort) {
      const signal = AbortSignal.any([abort, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
      try {
        const answer = await request(base + path, {
          dispatcher: agent,
          method,
          signal,
          headers: {
            authorization: `Bearer ${token}`,
            accept: MEDIA_TYPE,
            ...(body === undefined ? {} : { 'content-type': MEDIA_TYPE }),
            ...(version === undefined ? {} : { 'if-match': version }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await answer.body.text();
        if (answer.statusCode === 404 || answer.statusCode === 204) return undefined;
        refuseStatus(answer.statusCode);
        return parsed(text, schema);
      } catch (error) {
        if (error instanceof DirectoryFault) throw error;
        if (abort.aborted) throw aborted();
        throw new DirectoryFault('unreachable', 'the service could not be reached, or hung up');
      }
    },
    close: () => agent.destroy(),
  };
}

function refuseStatus(status: number): void {
  if (status === 200) return;
  if (status === 412) throw new VersionConflict();
  const [kind, words]: readonly [FaultKind, string] =
    status === 401
      ? ['credentials', 'the service refused the token, which stands for name and password']
      : status === 403
        ? ['refused', 'the token lacks a right at the service']
        : status === 429 || status >= 500
          ? ['busy', `the service can't answer just now (HTTP ${status})`]
          : ['refused', `the service refused it (HTTP ${status})`];
  throw new DirectoryFault(kind, words);
}

function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new DirectoryFault('refused', 'the service answers what SCIM doesn’t know');
  }
}
