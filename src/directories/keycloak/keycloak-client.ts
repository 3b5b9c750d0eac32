import { z } from 'zod';
import type { Clock } from '../../kernel/clock.js';
import { DirectoryFault } from '../reaching/directory-fault.js';
import { jsonBody, openHttpService } from '../reaching/http-service.js';
import { openAccessTokens } from './access-tokens.js';
import { answered, busyStatus } from './answers.js';
import type { KeycloakSettings } from './keycloak-settings.js';

/** One request to the Admin REST API. */
export interface AdminRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/admin/realms/{realm}`, encoded. */
  readonly path: string;
  readonly body?: unknown;
}

/** Talks to the Admin REST API of one realm. It shows no secret and no token: those are in its functions alone. */
export interface KeycloakClient {
  /** The answer's body; undefined for "not found". @throws DirectoryFault */
  read<T>(path: string, schema: z.ZodType<T>, abort: AbortSignal): Promise<T | undefined>;
  /** Whether what is asked for was there. @throws DirectoryFault */
  change(request: AdminRequest, abort: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

/** The server says that the password was used before. */
export class PasswordInHistory extends DirectoryFault {
  constructor() {
    super('refused', 'the realm’s password policy refuses a former password');
  }
}

/** Connects nothing yet. */
export function openKeycloakClient(settings: KeycloakSettings, clock: Clock): KeycloakClient {
  const service = openHttpService(settings);
  const tokens = openAccessTokens(service, settings, clock);
  const admin = `/admin/realms/${encodeURIComponent(settings.realm)}`;

  const send = async ({ method, path, body }: AdminRequest, abort: AbortSignal) => {
    const content = body === undefined ? undefined : jsonBody(body);
    for (let tries = 1; ; tries++) {
      const token = await tokens.get(abort);
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...content?.headers,
      };
      const request = { method, path: admin + path, ...content, headers };
      const answer = await service.send(request, abort);
      if (answer.status !== 401) return answer;
      tokens.forget(token);
      // A token may end early: keys were changed, or the server's sessions lost.
      if (tries === 2)
        throw new DirectoryFault(
          'credentials',
          'the server gives tokens, which stand for name and password, and refuses them',
        );
    }
  };
  return {
    async read(path, schema, abort) {
      const { status, text } = await send({ method: 'GET', path }, abort);
      if (status === 404) return undefined;
      refuseStatus(status, text);
      return answered(text, schema);
    },
    async change(request, abort) {
      const { status, text } = await send(request, abort);
      if (status === 404) return false;
      refuseStatus(status, text);
      return true;
    },
    close: () => service.close(),
  };
}

const Problem = z.object({
  error: z.string().optional(),
  errorMessage: z.string().optional(),
});

function refuseStatus(status: number, text: string): void {
  if (status === 200 || status === 204) return;
  if (busyStatus(status))
    throw new DirectoryFault('busy', `the server can't answer just now (HTTP ${status})`);
  if (status === 403)
    throw new DirectoryFault('refused', 'the service account lacks a role of realm-management');
  if (status === 409)
    throw new DirectoryFault(
      'refused',
      'the server says that it would collide with another account',
    );
  if (status === 400) throw badRequest(text);
  throw new DirectoryFault('refused', `the server refused it (HTTP ${status})`);
}

/** Its own text isn't shown, as it may quote values; the names of its messages are known. */
function badRequest(text: string): DirectoryFault {
  const { error = '', errorMessage = '' } = problemIn(text);
  const what = `${error} ${errorMessage}`;
  if (/invalidPasswordHistory|N old passwords/.test(what)) return new PasswordInHistory();
  if (/invalidPassword/.test(what))
    return new DirectoryFault('refused', 'the realm’s password policy refuses the password');
  if (/read.?only/i.test(what))
    return new DirectoryFault(
      'refused',
      'the account comes from another directory, which Keycloak may only read: connect that one',
    );
  return new DirectoryFault('refused', 'the server refused the values (HTTP 400)');
}

function problemIn(text: string): z.output<typeof Problem> {
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
