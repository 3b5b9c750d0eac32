import { request } from 'undici';

/** How long a server may take to begin its answer, and between two pieces of it. */
const TIMEOUT_MS = 15_000;
/** What is read of an answer at most. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** One request to another system. */
export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly abort: AbortSignal;
}

/** What the other system answered. */
export interface JsonAnswer {
  readonly status: number;
  /** Parsed; undefined when it is no JSON. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The other system can't be reached, or doesn't answer in time. The message names its origin alone. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Speaks JSON with one server. Redirects aren't followed: a credential stays where it was sent to. */
export class JsonClient {
  private readonly base: URL;

  constructor(
    url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
  }

  /** @throws Unreachable */
  async ask({ method, path, query, json, headers, abort }: JsonRequest): Promise<JsonAnswer> {
    const url = new URL(path.replace(/^\//, ''), this.base);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    try {
      const answer = await request(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...this.headers,
          ...headers,
        },
        body: json === undefined ? null : JSON.stringify(json),
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: AbortSignal.any([abort, AbortSignal.timeout(2 * TIMEOUT_MS)]),
      });
      const text = await limitedText(answer.body);
      return { status: answer.statusCode, body: parsed(text), headers: answer.headers };
    } catch (cause) {
      throw new Unreachable(`${this.base.origin} can't be reached: ${reasonOf(cause)}`, { cause });
    }
  }
}

async function limitedText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it failed';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
