import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { CliError, EXIT, type ExitCode } from './cli-error.js';

const PAGE = 200;
const MOST_TRIES = 8;
const WAIT_SECONDS = 2;

const Problem = z.object({
  code: z.string().default(''),
  detail: z.string().default(''),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What is asked of the API. */
export interface Question {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, as `text/plain`; made anew for each try. */
  readonly text?: () => string | Buffer | AsyncIterable<Uint8Array>;
  readonly accept?: string;
}

/** The API as the terminal sees it: it tries again when it is asked to, and explains refusals. */
export class Client {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  /** @throws CliError when it is refused, can't be reached, or answers something unexpected */
  async ask<T>(
    method: Method,
    path: string,
    schema: z.ZodType<T>,
    question: Question = {},
  ): Promise<T> {
    const answer = await this.answerTo(method, path, question);
    const body: unknown = answer.status === 204 ? undefined : await answer.json();
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new CliError(
      `${method} ${path} answered something unexpected: ${issue?.path.join('.')} ${issue?.message}`,
    );
  }

  /** The answer as text, such as a report. @throws CliError as `ask` */
  async text(path: string, question: Question = {}): Promise<string> {
    return (await this.answerTo('GET', path, question)).text();
  }

  /** The first `most` items of a list. @throws CliError as `ask` */
  async list<T>(path: string, item: z.ZodType<T>, most: number, query: Query = {}): Promise<T[]> {
    const Page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const limit = Math.min(PAGE, most - items.length);
      const page: z.output<typeof Page> = await this.ask('GET', path, Page, {
        query: { ...query, limit, cursor },
      });
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && items.length < most);
    return items;
  }

  /** The service's clock minus ours, ms, by the Date header; undefined when it sends none. */
  async clockSkewMs(): Promise<number | undefined> {
    const answer = await this.fetch('GET', '/healthz', {});
    const date = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(date) ? undefined : date - Date.now();
  }

  /** Whether the part that `/readyz` names answers. */
  async unready(): Promise<readonly string[]> {
    const answer = await this.fetch('GET', '/readyz', {});
    if (answer.ok) return [];
    const { errors } = Problem.parse(await answer.json().catch(() => ({})));
    return errors.map(({ path }) => path);
  }

  private async answerTo(method: Method, path: string, question: Question): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.fetch(method, path, question);
      if (answer.ok) return answer;
      const again = (answer.status === 429 || answer.status === 503) && tries < MOST_TRIES;
      if (!again) throw await refusalOf(method, path, answer);
      await answer.body?.cancel();
      await delay(1_000 * (Number(answer.headers.get('retry-after')) || WAIT_SECONDS));
    }
  }

  private async fetch(method: Method, path: string, question: Question): Promise<Response> {
    const { query = {}, json, text, accept } = question;
    const url = new URL(path, this.url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const type = json === undefined ? text && 'text/plain; charset=utf-8' : 'application/json';
    const body = json === undefined ? text?.() : JSON.stringify(json);
    try {
      return await fetch(url, {
        method,
        redirect: 'error',
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(accept === undefined ? {} : { accept }),
        },
        ...(body === undefined ? {} : { body, duplex: 'half' as const }),
      });
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new CliError(
        `${this.url} can't be reached: ${cause instanceof Error ? cause.message : String(cause)}. Is the service running, and is the address right? \`authwarden login --url\` changes it.`,
        EXIT.unreachable,
      );
    }
  }
}

async function refusalOf(method: Method, path: string, answer: Response): Promise<CliError> {
  const { code, detail, errors } = Problem.parse(await answer.json().catch(() => ({})));
  const fields = errors.map((field) => `${field.path} ${field.message}`).join('; ');
  const parts = [detail, fields, hintFor(answer.status)].filter((part) => part !== '');
  return new CliError(
    `${parts.join(' ')} (${method} ${path}: ${answer.status} ${code})`,
    exitCodeFor(answer.status),
  );
}

function hintFor(status: number): string {
  if (status === 401) return 'Run `authwarden login` with a valid key.';
  if (status === 403) return 'The key lacks the scope; `authwarden login` with another one.';
  return '';
}

function exitCodeFor(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.credential;
  return status === 404 ? EXIT.notFound : EXIT.failed;
}
