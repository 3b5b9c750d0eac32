import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { DemoError } from './demo-error.js';

const PAGE = 200;
const MOST_TRIES = 12;
const WAIT_SECONDS = 2;

const Problem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly type?: string;
  readonly accept?: string;
  /** Made anew for each try. */
  readonly body?: () => string | AsyncIterable<Uint8Array>;
}

/** The service's API as a client sees it: it tries again when it is asked to. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly abort: AbortSignal,
  ) {}

  /** @throws DemoError when it is refused, or answers something else than the schema says */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.ask({ method: 'GET', path }, schema);
  }

  /** The answer as text, in the form that is asked for. @throws DemoError when it is refused */
  async text(path: string, accept: string): Promise<string> {
    const answer = await this.answered({ method: 'GET', path, accept });
    return answer.text();
  }

  /** Sends JSON. @throws DemoError as `get` */
  send<T>(method: 'POST' | 'PUT', path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const text = JSON.stringify(body);
    return this.ask({ method, path, type: 'application/json', body: () => text }, schema);
  }

  /** Asks for something that has no body. @throws DemoError as `get` */
  post<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.ask({ method: 'POST', path }, schema);
  }

  /** Streams plain text; `body` is called again for another try. @throws DemoError as `get` */
  stream<T>(path: string, body: () => AsyncIterable<Uint8Array>, schema: z.ZodType<T>): Promise<T> {
    return this.ask({ method: 'POST', path, type: 'text/plain; charset=utf-8', body }, schema);
  }

  /** Every item of a list, all its pages. @throws DemoError as `get` */
  async list<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    const Page = z.object({ items: z.array(schema), nextCursor: z.string().nullable() });
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const url: string = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}`;
      const page: z.output<typeof Page> = await this.get(
        cursor === null ? url : `${url}&cursor=${encodeURIComponent(cursor)}`,
        Page,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  /** Waits between two looks at something that isn't ready yet. */
  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.abort }).catch(() => this.abort.throwIfAborted());
  }

  private async ask<T>(question: Question, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.answered(question);
    return understood(question, await answer.json(), schema);
  }

  private async answered(question: Question): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.fetch(question);
      if (answer.ok) return answer;
      const again = (answer.status === 429 || answer.status === 503) && tries < MOST_TRIES;
      if (!again) throw await refusal(question, answer);
      await answer.body?.cancel();
      await this.pause(1_000 * (Number(answer.headers.get('retry-after')) || WAIT_SECONDS));
    }
  }

  private async fetch({ method, path, type, accept, body }: Question): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(accept === undefined ? {} : { accept }),
        },
        ...(body === undefined ? {} : { body: body(), duplex: 'half' as const }),
        signal: this.abort,
      });
    } catch (error) {
      this.abort.throwIfAborted();
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new DemoError(
        `${method} ${path} got no answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }
}

function understood<T>({ method, path }: Question, answer: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DemoError(
    `${method} ${path} answered something unexpected: ${issue?.path.join('.')} ${issue?.message}`,
  );
}

async function refusal({ method, path }: Question, answer: Response): Promise<DemoError> {
  const problem = Problem.safeParse(await answer.json().catch(() => undefined));
  const { code, detail, errors } = problem.data ?? { code: '', detail: '', errors: [] };
  const fields = errors.map((field) => `${field.path} ${field.message}`).join('; ');
  return new DemoError(
    [
      `${method} ${path} was refused with ${answer.status} ${code}: ${detail}`,
      fields,
      answer.status === 401 ? 'Remove demo-api-key from the data directory for a new key.' : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}
