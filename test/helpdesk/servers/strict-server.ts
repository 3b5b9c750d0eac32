import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** A request as a strict helpdesk sees it. */
export interface StrictRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON; undefined without a body. */
  // Each server checks what it is sent.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

/** What it answers. */
export interface StrictAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A note as the helpdesk keeps it. */
export interface KeptNote {
  readonly text: string;
  readonly internal: boolean;
}

/** A ticket as the helpdesk keeps it. */
export interface KeptTicket {
  readonly id: string;
  readonly title: string;
  readonly notes: KeptNote[];
  ended: boolean;
  /** Whatever else the kind keeps. */
  readonly fields: Record<string, unknown>;
}

/** A helpdesk for tests that refuses what the real one would refuse. */
export interface StrictHelpdesk {
  readonly url: string;
  readonly tickets: readonly KeptTicket[];
  /** The next request that isn't a GET is carried out, and its answer is lost. */
  loseNextAnswer(): void;
  /** Every request is answered with this until it is undefined again. */
  answerAll(answer: StrictAnswer | undefined): void;
  /** No request is answered before that. */
  holdAnswers(until: Promise<unknown>): void;
  forget(id: string): void;
  readonly requests: number;
  close(): Promise<void>;
}

/** What a kind does with a request. It may throw {@link Refusal}. */
export type Handle = (request: StrictRequest, tickets: KeptTicket[]) => StrictAnswer;

/** Ends the handling of a request. */
export class Refusal extends Error {
  constructor(readonly answer: StrictAnswer) {
    super(`refused with ${answer.status}`);
  }
}

/** Serves a kind on a free port of 127.0.0.1. */
export async function serveStrictly(handle: Handle): Promise<StrictHelpdesk> {
  const tickets: KeptTicket[] = [];
  let fixed: StrictAnswer | undefined;
  let losing = false;
  let held: Promise<unknown> = Promise.resolve();
  let requests = 0;
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    requests += 1;
    const request = await read(incoming);
    await held;
    const answer = fixed ?? answered(() => handle(request, tickets));
    if (losing && fixed === undefined && request.method !== 'GET') {
      losing = false;
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    outgoing.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    tickets,
    holdAnswers: (until) => {
      held = until;
    },
    loseNextAnswer: () => {
      losing = true;
    },
    answerAll: (answer) => {
      fixed = answer;
    },
    forget: (id) => {
      tickets.splice(
        tickets.findIndex((ticket) => ticket.id === id),
        1,
      );
    },
    get requests() {
      return requests;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Demands something of a request; the helpdesk refuses it otherwise. */
export function demand(holds: boolean, answer: StrictAnswer): asserts holds {
  if (!holds) throw new Refusal(answer);
}

function answered(handle: () => StrictAnswer): StrictAnswer {
  try {
    return handle();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

async function read(incoming: IncomingMessage): Promise<StrictRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => {
      const value = incoming.headers[name];
      return typeof value === 'string' ? value : undefined;
    },
    json: text === '' ? undefined : JSON.parse(text),
  };
}
