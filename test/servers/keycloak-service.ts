import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** An account as the realm keeps it. */
export interface KeycloakAccount {
  readonly id: string;
  username: string;
  email: string | undefined;
  firstName: string | undefined;
  lastName: string | undefined;
  enabled: boolean;
  emailVerified: boolean;
  requiredActions: string[];
  attributes: Record<string, string[]>;
  readonly groups: string[];
  /** Digests, the present password's first; empty without one. */
  passwords: string[];
  passwordChangedAt: number;
  sessions: number;
  isLockedByFailures: boolean;
  /** From another directory, which Keycloak may only read. */
  isReadOnly: boolean;
}

/** What is special about a test's realm. */
export interface KeycloakOptions {
  /** Roles of realm-management that the client's service account has. */
  readonly roles?: readonly ('view-users' | 'manage-users' | 'view-realm')[];
  /** Former passwords that are refused, the present one included. */
  readonly passwordHistory?: number;
  readonly tokenSeconds?: number;
}

/**
 * Realm and Admin REST API of a Keycloak for tests, as strict as the real one about tokens, roles,
 * media types, names of properties and states; written after its documentation and its source. A
 * PUT empties what the representation leaves out, which only some versions do.
 */
export interface KeycloakService {
  readonly url: string;
  readonly port: number;
  readonly realm: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accounts: Map<string, KeycloakAccount>;
  add(username: string, displayName?: string): KeycloakAccount;
  /** Tokens that it has given. */
  tokensGiven(): number;
  /** Every token that it has given is refused from now on. */
  revokeTokens(): void;
  /** Told of each answer to the Admin API. */
  onAnswer(listener: (request: string) => void): void;
  close(): Promise<void>;
}

interface Realm {
  readonly options: Required<KeycloakOptions>;
  readonly accounts: Map<string, KeycloakAccount>;
  readonly byName: Map<string, KeycloakAccount>;
}

const REALM = 'staff';
const CLIENT = 'authwarden';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const ACTIONS = ['CONFIGURE_TOTP', 'UPDATE_PASSWORD', 'UPDATE_PROFILE', 'VERIFY_EMAIL'];
const SHORTEST_PASSWORD = 8;

/** Starts it on a free port of 127.0.0.1. */
export async function startKeycloakService(
  options: KeycloakOptions = {},
): Promise<KeycloakService> {
  const clientSecret = randomBytes(16).toString('hex');
  const realm: Realm = {
    options: {
      roles: ['view-users', 'manage-users', 'view-realm'],
      passwordHistory: 0,
      tokenSeconds: 60,
      ...options,
    },
    accounts: new Map(),
    byName: new Map(),
  };
  const tokens = new Map<string, number>();
  let given = 0;
  let listener: (request: string) => void = () => undefined;
  const newToken = () => {
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, Date.now() + realm.options.tokenSeconds * 1_000);
    given++;
    return token;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://service');
    const answer = await answerTo(request, url);
    response.writeHead(answer.status, { 'content-type': JSON_TYPE });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    if (url.pathname.startsWith('/admin/')) listener(`${request.method} ${url.pathname}`);
  };
  const answerTo = async (request: IncomingMessage, url: URL): Promise<Answer> => {
    if (url.pathname === `/realms/${REALM}/protocol/openid-connect/token`)
      return tokenAnswer(request, clientSecret, realm.options.tokenSeconds, newToken);
    if (url.pathname !== `/admin/realms/${REALM}` && !url.pathname.startsWith(ADMIN))
      return fail(404, 'Realm not found.');
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if ((tokens.get(token ?? '') ?? 0) <= Date.now()) return fail(401, 'HTTP 401 Unauthorized');
    return adminAnswer(realm, request, url);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    realm: REALM,
    clientId: CLIENT,
    clientSecret,
    accounts: realm.accounts,
    add: (username, displayName) => addAccount(realm, username, displayName),
    tokensGiven: () => given,
    revokeTokens: () => tokens.clear(),
    onAnswer: (told) => (listener = told),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ADMIN = `/admin/realms/${REALM}/`;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

function fail(status: number, error: string): Answer {
  return { status, body: { error } };
}

const NO_CONTENT: Answer = { status: 204 };

/** RFC 6749, 4.4 and 5.2; Keycloak answers 401 to a client that it doesn't know as well. */
async function tokenAnswer(
  request: IncomingMessage,
  secret: string,
  seconds: number,
  newToken: () => string,
): Promise<Answer> {
  if (request.method !== 'POST') return fail(405, 'HTTP 405 Method Not Allowed');
  if (request.headers['content-type'] !== FORM) return fail(415, 'HTTP 415');
  const form = new URLSearchParams(await text(request));
  if (form.get('client_id') !== CLIENT || !isSame(form.get('client_secret') ?? '', secret))
    return fail(401, 'unauthorized_client');
  if (form.get('grant_type') !== 'client_credentials') return fail(400, 'unsupported_grant_type');
  const body = { access_token: newToken(), expires_in: seconds, token_type: 'Bearer' };
  return { status: 200, body };
}

function isSame(given: string, secret: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

async function adminAnswer(realm: Realm, request: IncomingMessage, url: URL): Promise<Answer> {
  const method = request.method ?? '';
  const path = url.pathname.slice(ADMIN.length);
  if (path === '' && method === 'GET') return { status: 200, body: realmShown(realm) };
  const needed = method === 'GET' ? 'view-users' : 'manage-users';
  const { roles } = realm.options;
  if (!roles.includes(needed) && !(needed === 'view-users' && roles.includes('manage-users')))
    return fail(403, 'HTTP 403 Forbidden');
  if (path === 'users' && method === 'GET') return list(realm, url.searchParams);
  if (path === 'users/count' && method === 'GET') return { status: 200, body: realm.accounts.size };
  const [resource, first = '', second, third] = path.split('/');
  if (resource === 'attack-detection' && first === 'brute-force' && second === 'users')
    return failures(realm, method, third);
  const account = realm.accounts.get(decodeURIComponent(first));
  if (resource !== 'users' || third !== undefined) return fail(404, 'HTTP 404 Not Found');
  if (!account) return fail(404, 'User not found');
  return onAccount(realm, account, `${method} ${second ?? ''}`.trim(), request, url.searchParams);
}

async function onAccount(
  realm: Realm,
  account: KeycloakAccount,
  what: string,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Answer> {
  switch (what) {
    case 'GET':
      return { status: 200, body: shown(account, realm) };
    case 'PUT':
      return withBody(request, (body) => update(realm, account, body));
    case 'GET credentials':
      return { status: 200, body: credentialsOf(account) };
    case 'GET groups': {
      const { first, max } = pageOf(query);
      const groups = account.groups.slice(first, first + max);
      return { status: 200, body: groups.map((path) => ({ path, name: path.split('/').pop() })) };
    }
    case 'GET sessions':
      return {
        status: 200,
        body: Array.from({ length: account.sessions }, () => ({ id: randomUUID() })),
      };
    case 'PUT reset-password':
      return withBody(request, (body) => resetPassword(realm, account, body));
    case 'POST logout':
      account.sessions = 0;
      return NO_CONTENT;
    default:
      return fail(405, 'HTTP 405 Method Not Allowed');
  }
}

async function withBody(
  request: IncomingMessage,
  work: (body: unknown) => Answer,
): Promise<Answer> {
  if (request.headers['content-type'] !== JSON_TYPE) return fail(415, 'HTTP 415');
  const body = await text(request);
  try {
    return work(JSON.parse(body));
  } catch {
    return fail(400, 'unknown_error');
  }
}

/** Names are compared without case; without `exact` a part of one is enough. */
function list(realm: Realm, query: URLSearchParams): Answer {
  const { first, max } = pageOf(query);
  const username = query.get('username')?.toLowerCase();
  const email = query.get('email')?.toLowerCase();
  const exact = query.get('exact') === 'true';
  if (username && exact) {
    const found = realm.byName.get(username);
    const page = (found ? [found] : []).slice(first, first + max);
    return { status: 200, body: page.map((each) => shown(each, realm)) };
  }
  const matches = (value: string | undefined, wanted: string | undefined) =>
    !wanted || (exact ? value?.toLowerCase() === wanted : value?.toLowerCase().includes(wanted));
  const found: KeycloakAccount[] = [];
  let passed = 0;
  for (const account of realm.accounts.values()) {
    if (!matches(account.username, username) || !matches(account.email, email)) continue;
    if (passed++ < first) continue;
    if (found.push(account) >= max) break;
  }
  return { status: 200, body: found.map((each) => shown(each, realm)) };
}

function pageOf(query: URLSearchParams): { readonly first: number; readonly max: number } {
  return { first: Number(query.get('first') ?? 0), max: Number(query.get('max') ?? 100) };
}

const Representation = z.strictObject({
  id: z.string().optional(),
  username: z.string().optional(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  emailVerified: z.boolean().optional(),
  enabled: z.boolean().optional(),
  createdTimestamp: z.number().optional(),
  totp: z.boolean().optional(),
  requiredActions: z.array(z.string()).optional(),
  attributes: z.record(z.string(), z.array(z.string())).optional(),
  disableableCredentialTypes: z.array(z.string()).optional(),
  notBefore: z.number().optional(),
  access: z.record(z.string(), z.boolean()).optional(),
});

/** A property that it doesn't know makes the whole a bad request, as Jackson does. */
function update(realm: Realm, account: KeycloakAccount, body: unknown): Answer {
  const parsed = Representation.safeParse(body);
  if (!parsed.success) return fail(400, 'unknown_error');
  const { username, email, enabled, requiredActions, ...rest } = parsed.data;
  if (account.isReadOnly) return { status: 400, body: { errorMessage: 'User is read only!' } };
  if (username === undefined)
    return { status: 400, body: { errorMessage: 'User name is missing' } };
  if (username !== account.username)
    return { status: 400, body: { errorMessage: 'error-user-attribute-read-only' } };
  const others = [...(email ? realm.accounts.values() : [])];
  if (email !== account.email && others.some((other) => other.email === email))
    return { status: 409, body: { errorMessage: 'User exists with same email' } };
  account.email = email ?? undefined;
  account.firstName = rest.firstName ?? undefined;
  account.lastName = rest.lastName ?? undefined;
  account.attributes = rest.attributes ?? {};
  if (enabled !== undefined) account.enabled = enabled;
  if (rest.emailVerified !== undefined) account.emailVerified = rest.emailVerified;
  if (requiredActions !== undefined)
    account.requiredActions = requiredActions.filter((action) => ACTIONS.includes(action));
  return NO_CONTENT;
}

const Credential = z.strictObject({
  type: z.literal('password'),
  value: z.string(),
  temporary: z.boolean().optional(),
});

function resetPassword(
  { options: { passwordHistory } }: Realm,
  account: KeycloakAccount,
  body: unknown,
): Answer {
  const parsed = Credential.safeParse(body);
  if (!parsed.success || parsed.data.value.trim() === '') return fail(400, 'No password provided');
  if (account.isReadOnly) return fail(400, "Can't reset password as account is read only");
  const { value, temporary = false } = parsed.data;
  if (value.length < SHORTEST_PASSWORD) return fail(400, 'invalidPasswordMinLengthMessage');
  const digest = createHash('sha256').update(`${account.id} ${value}`).digest('hex');
  if (account.passwords.slice(0, passwordHistory).includes(digest))
    return fail(400, 'invalidPasswordHistoryMessage');
  account.passwords = [digest, ...account.passwords].slice(0, 10);
  account.passwordChangedAt = Date.now();
  account.requiredActions = account.requiredActions.filter((each) => each !== 'UPDATE_PASSWORD');
  if (temporary) account.requiredActions.push('UPDATE_PASSWORD');
  return NO_CONTENT;
}

function failures(realm: Realm, method: string, id: string | undefined): Answer {
  const account = realm.accounts.get(decodeURIComponent(id ?? ''));
  if (method === 'DELETE') {
    if (account) account.isLockedByFailures = false;
    return NO_CONTENT;
  }
  if (method !== 'GET') return fail(405, 'HTTP 405 Method Not Allowed');
  const disabled = account?.isLockedByFailures ?? false;
  const numFailures = disabled ? 30 : 0;
  return { status: 200, body: { disabled, numFailures, lastFailure: 0, lastIPFailure: 'n/a' } };
}

function shown(account: KeycloakAccount, { options: { roles } }: Realm): object {
  const { id, username, email, firstName, lastName, enabled, emailVerified } = account;
  const manage = roles.includes('manage-users');
  return {
    id,
    username,
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email }),
    emailVerified,
    attributes: account.attributes,
    createdTimestamp: 1_767_225_600_000,
    enabled,
    totp: false,
    disableableCredentialTypes: [],
    requiredActions: account.requiredActions,
    notBefore: 0,
    access: { manageGroupMembership: manage, view: true, mapRoles: manage, manage },
  };
}

function credentialsOf({ passwords, passwordChangedAt, id }: KeycloakAccount): object[] {
  if (passwords.length === 0) return [];
  const credentialData = '{"hashIterations":5,"algorithm":"argon2","additionalParameters":{}}';
  return [{ id, type: 'password', createdDate: passwordChangedAt, credentialData }];
}

/** Who may not see the realm gets its name. */
function realmShown({ options: { roles, passwordHistory } }: Realm): object {
  if (!roles.includes('view-realm')) return { realm: REALM };
  return {
    realm: REALM,
    enabled: true,
    passwordPolicy: `length(${SHORTEST_PASSWORD}) and digits(1) and upperCase(1) and notUsername(undefined) and passwordHistory(${passwordHistory})`,
    bruteForceProtected: true,
    permanentLockout: false,
    failureFactor: 30,
    maxFailureWaitSeconds: 900,
  };
}

/** Names are stored in small letters. */
function addAccount(realm: Realm, name: string, displayName?: string): KeycloakAccount {
  const username = name.toLowerCase();
  const account: KeycloakAccount = {
    id: randomUUID(),
    username,
    email: /^[\w.-]+@[\w.-]+$/.test(username) ? username : undefined,
    firstName: displayName,
    lastName: undefined,
    enabled: true,
    emailVerified: true,
    requiredActions: [],
    attributes: {},
    groups: [],
    passwords: [createHash('sha256').update(randomBytes(8)).digest('hex')],
    passwordChangedAt: Date.now() - 86_400_000,
    sessions: 0,
    isLockedByFailures: false,
    isReadOnly: false,
  };
  realm.accounts.set(account.id, account);
  realm.byName.set(username, account);
  return account;
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
