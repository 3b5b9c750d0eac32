import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** An account as the service keeps it. */
export interface ScimAccount {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string | undefined;
  active: boolean;
  /** A digest, as a service would not keep the password. */
  password: string;
  version: number;
  /** What a replica that lags still shows, and how often. */
  earlier?: { readonly shown: object; readings: number };
}

/**
 * A SCIM 2.0 service for tests, written after RFC 7643 and RFC 7644: strict about media types,
 * filters, PATCH bodies and versions. It stands for no product.
 */
export interface ScimService {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly accounts: Map<string, ScimAccount>;
  add(userName: string, displayName?: string): ScimAccount;
  /** So many readings after a change still show what was before. 0 at first. */
  staleReadings: number;
  /** Requests that came with a wrong token. */
  refusals(): number;
  close(): Promise<void>;
}

const MEDIA_TYPE = 'application/scim+json';
const PREFIX = '/scim/v2';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Starts it on a free port of 127.0.0.1. */
export async function startScimService(): Promise<ScimService> {
  const token = randomBytes(16).toString('hex');
  const accounts = new Map<string, ScimAccount>();
  let made = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      refused++;
      return fail(response, 401, 'no or wrong token');
    }
    void answer(service, request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  const service: ScimService = {
    url: `http://127.0.0.1:${address.port}${PREFIX}`,
    port: address.port,
    token,
    accounts,
    add(userName, displayName) {
      const id = `u-${++made}-${randomBytes(4).toString('hex')}`;
      const account = { id, userName, displayName, active: true, password: '', version: 1 };
      accounts.set(id, account);
      return account;
    },
    staleReadings: 0,
    refusals: () => refused,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

async function answer(
  { accounts, staleReadings }: ScimService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://service');
  const [, resource, id, more] = url.pathname.slice(PREFIX.length).split('/');
  if (!url.pathname.startsWith(`${PREFIX}/`) || more !== undefined)
    return fail(response, 404, 'no such resource');
  if (request.method === 'GET' && resource === 'ServiceProviderConfig' && id === undefined)
    return send(response, 200, serviceConfig());
  if (resource !== 'Users') return fail(response, 404, 'no such resource');
  if (id === undefined)
    return request.method === 'GET'
      ? list(accounts, url.searchParams, response)
      : fail(response, 405, 'not here');
  const account = accounts.get(decodeURIComponent(id));
  if (!account) return fail(response, 404, 'no such account');
  if (request.method === 'PATCH') {
    account.earlier = { shown: shown(account), readings: staleReadings };
    return patch(account, request, response);
  }
  return request.method === 'GET' ? send(response, 200, read(account)) : fail(response, 405, 'no');
}

function read(account: ScimAccount): object {
  const { earlier } = account;
  if (!earlier || earlier.readings === 0) return shown(account);
  earlier.readings--;
  return earlier.shown;
}

function list(
  accounts: Map<string, ScimAccount>,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const wanted = userNameIn(query.get('filter'));
  if (wanted === null) return fail(response, 400, 'invalidFilter');
  // userName is not caseExact (RFC 7643, 4.1.1).
  const all = [...accounts.values()].filter(
    ({ userName }) => wanted === undefined || userName.toLowerCase() === wanted.toLowerCase(),
  );
  const startIndex = Math.max(1, Number(query.get('startIndex') ?? 1));
  const count = Math.max(0, Number(query.get('count') ?? 100));
  const page = all.slice(startIndex - 1, startIndex - 1 + count);
  send(response, 200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: all.length,
    startIndex,
    itemsPerPage: page.length,
    Resources: page.map(shown),
  });
}

/** The name of `userName eq "…"`, the one filter that is known; null for another one. */
function userNameIn(filter: string | null): string | undefined | null {
  if (filter === null) return undefined;
  const literal = /^userName eq ("(?:[^"\\]|\\.)*")$/su.exec(filter)?.[1];
  if (literal === undefined) return null;
  try {
    return String(JSON.parse(literal));
  } catch {
    return null;
  }
}

async function patch(
  account: ScimAccount,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers['content-type'] !== MEDIA_TYPE) return fail(response, 415, MEDIA_TYPE);
  const body: unknown = JSON.parse(await text(request));
  const operation = operationOf(body);
  if (operation === undefined) return fail(response, 400, 'invalidSyntax');
  const version = request.headers['if-match'];
  if (version !== undefined && version !== etag(account)) return fail(response, 412, 'version');
  const { path, value } = operation;
  if (path === 'active' && typeof value === 'boolean') account.active = value;
  else if (path === 'password' && typeof value === 'string' && value.length >= 8)
    account.password = createHash('sha256').update(value).digest('hex');
  else return fail(response, 400, 'invalidValue');
  account.version++;
  send(response, 200, shown(account));
}

function operationOf(body: unknown): { path: unknown; value: unknown } | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { schemas, Operations }: { schemas?: unknown; Operations?: unknown } = body;
  if (!Array.isArray(schemas) || !Array.isArray(Operations) || Operations.length !== 1)
    return undefined;
  if (schemas[0] !== 'urn:ietf:params:scim:api:messages:2.0:PatchOp') return undefined;
  const [first]: { op?: unknown; path?: unknown; value?: unknown }[] = Operations;
  return first?.op === 'replace' ? { path: first.path, value: first.value } : undefined;
}

/** The password is never returned (RFC 7643, 7). */
function shown(account: ScimAccount): object {
  const { id, userName, displayName, active } = account;
  return {
    schemas: [USER],
    id,
    userName,
    ...(displayName === undefined ? {} : { displayName }),
    active,
    meta: { resourceType: 'User', version: etag(account) },
  };
}

function serviceConfig(): object {
  const yes = { supported: true };
  const filter = { ...yes, maxResults: 1_000 };
  return { patch: yes, filter, changePassword: yes, etag: yes, sort: { supported: false } };
}

function etag({ version }: ScimAccount): string {
  return `W/"${version}"`;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': MEDIA_TYPE }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, detail: string): void {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  send(response, status, { schemas, status: String(status), detail });
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
