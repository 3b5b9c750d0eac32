import { z } from 'zod';

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** The service's REST API, as far as JSON goes. */
export class ServiceApi {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** @throws Error when the answer isn't 2xx, with its detail */
  get(path: string): Promise<unknown> {
    return this.ask(path, { method: 'GET' });
  }

  /** @throws Error when the answer isn't 2xx, with its detail */
  post(path: string, body: unknown): Promise<unknown> {
    return this.ask(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** Every item of a list, page by page. */
  async *list<T>(path: string, item: z.ZodType<T>): AsyncGenerator<T> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = Page.parse(await this.get(`${path}?${query}`));
      for (const one of page.items) yield item.parse(one);
      cursor = page.nextCursor;
    }
  }

  private async ask(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${init.method ?? ''} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
