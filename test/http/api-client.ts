import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { createDatabase } from '../servers/postgres.js';

/** Admin key of every served API. */
export const ADMIN_KEY = 'bootstrap-key-of-the-http-specs';

/** One answer, its body parsed when it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Each spec knows what it asked for.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** How a request differs from a GET by the admin. */
export interface Ask {
  readonly method?: string;
  /** Credential; '' for none. */
  readonly key?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole service, listening on a free port, on a database of its own. */
export interface ServedApi {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly databaseUrl: string;
  ask(path: string, ask?: Ask): Promise<Answer>;
  close(): Promise<void>;
}

/** Serves the API with these settings changed. */
export async function serveApi(environment: Record<string, string> = {}): Promise<ServedApi> {
  const database = await createDatabase();
  const settings = readSettings({
    BOOTSTRAP_API_KEY: ADMIN_KEY,
    LOG_LEVEL: 'silent',
    RATE_LIMIT: '0',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...environment,
  });
  const app = await createApp(settings, database.url);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    url,
    databaseUrl: database.url,
    ask: (path, ask) => request(url + path, ask),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function request(url: string, ask: Ask = {}): Promise<Answer> {
  const { method = 'GET', key = ADMIN_KEY, json, raw, headers } = ask;
  const body = json === undefined ? raw : JSON.stringify(json);
  const answer = await fetch(url, {
    method,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}
