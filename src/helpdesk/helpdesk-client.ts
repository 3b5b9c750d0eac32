import {
  JsonClient,
  type JsonAnswer,
  type JsonRequest,
  Unreachable,
} from '../platform/outbound/json-client.js';
import { HelpdeskFault } from './domain/connector.js';

/** Longest words of a helpdesk that go into a fault. */
const MAX_WORDS = 300;

/** A helpdesk's REST API: what it answers becomes a value or a {@link HelpdeskFault}. */
export class HelpdeskClient {
  private readonly client: JsonClient;

  /** @param reason finds the helpdesk's own words for what is wrong in an answer */
  constructor(
    url: string,
    headers: Readonly<Record<string, string>>,
    private readonly reason: (body: unknown) => string | undefined = messageOf,
  ) {
    this.client = new JsonClient(url, headers);
  }

  /**
   * @returns the answer, when it is a success or one of `fine`
   * @throws HelpdeskFault
   */
  async ask(request: JsonRequest, fine: readonly number[] = []): Promise<JsonAnswer> {
    const answer = await this.client.ask(request).catch((cause: unknown) => {
      if (cause instanceof Unreachable) throw new HelpdeskFault('unavailable', cause.message);
      throw cause;
    });
    const { status } = answer;
    if ((status >= 200 && status < 300) || fine.includes(status)) return answer;
    throw this.fault(answer);
  }

  private fault({ status, body, headers }: JsonAnswer): HelpdeskFault {
    const words = this.reason(body)?.slice(0, MAX_WORDS);
    const text = `The helpdesk answered ${status}${words === undefined ? '' : `: ${words}`}`;
    if (status === 401) return new HelpdeskFault('credential', `${text} Check its credential.`);
    if (status === 429 || status >= 500 || status === 408)
      return new HelpdeskFault('unavailable', text, retryAfterOf(headers['retry-after']));
    return new HelpdeskFault('refused', text);
  }
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3), in ms; an hour at most. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined;
}

function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  for (const field of ['message', 'error', 'description', 'errorMessage'])
    if (field in body) {
      const value: unknown = Object.entries(body).find(([name]) => name === field)?.[1];
      if (typeof value === 'string') return value;
    }
  return undefined;
}
