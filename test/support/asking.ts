import { ADMIN_KEY, type Answer, type Ask } from '../http/api-client.js';

/** A request that isn't answered by then has got lost. */
const PATIENCE_MS = 40_000;

/** Asks one service over HTTP. */
export type Asking = (path: string, ask?: Ask) => Promise<Answer>;

/** Asks the service at this URL, as the admin unless told otherwise. Keeps every answer in `seen`, if given. */
export function askingAt(url: string, seen?: string[]): Asking {
  return async (path, { method = 'GET', key = ADMIN_KEY, json, raw, headers } = {}) => {
    const body = json === undefined ? raw : JSON.stringify(json);
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    seen?.push(text, JSON.stringify([...answer.headers]));
    const isJson = /^application\/(?:problem\+)?json/.test(
      answer.headers.get('content-type') ?? '',
    );
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
}

/** Every item of a list, page by page. */
// Each spec knows what it lists.
// eslint-disable-next-line typescript/no-explicit-any
export async function everyItem(ask: Asking, path: string): Promise<any[]> {
  const items = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const separator = path.includes('?') ? '&' : '?';
    const more = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, text, body } = await ask(`${path}${separator}limit=200${more}`);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

/** Sends events as NDJSON. */
export function sendEvents(ask: Asking, events: readonly unknown[]): Promise<Answer> {
  return ask('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    raw: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  });
}

/** Sends log text. @param query such as `format=sshd&stream=a` */
export function sendLog(
  ask: Asking,
  query: string,
  raw: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return ask(`/v1/logs?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', ...headers },
    raw,
  });
}
