import type { z } from 'zod';
import { DirectoryFault, type FaultKind } from '../reaching/directory-fault.js';
import { jsonBody, openHttpService } from '../reaching/http-service.js';
import type { ScimSettings } from './scim-settings.js';

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
export function openScimClient(settings: ScimSettings): ScimClient {
  const service = openHttpService(settings);
  const authorization = `Bearer ${settings.token}`;
  return {
    async send({ method, path, body, version }, schema, abort) {
      const content = body === undefined ? undefined : jsonBody(body, MEDIA_TYPE);
      const headers = {
        authorization,
        accept: MEDIA_TYPE,
        ...content?.headers,
        ...(version === undefined ? {} : { 'if-match': version }),
      };
      const answer = await service.send({ method, path, ...content, headers }, abort);
      if (answer.status === 404 || answer.status === 204) return undefined;
      refuseStatus(answer.status);
      return parsed(answer.text, schema);
    },
    close: () => service.close(),
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
