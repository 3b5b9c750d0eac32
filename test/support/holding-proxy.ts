import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** Which request is held, and when: before the server gets it, or when it has answered. */
export interface Hold {
  readonly when: 'before' | 'after';
  readonly method: string;
  readonly path: RegExp;
}

/** Stands before a server and can hold one request, so that a client can be killed at that point. */
export interface HoldingProxy {
  readonly url: string;
  /** Resolves when the request is held; its connection then hangs until the client is gone. */
  holdNext(hold: Hold): Promise<void>;
  close(): Promise<void>;
}

/** @param target `http://127.0.0.1:port` */
export async function startHoldingProxy(target: string): Promise<HoldingProxy> {
  let hold: (Hold & { readonly held: () => void }) | undefined;
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const wanted =
      hold?.method === incoming.method && hold?.path.test(incoming.url ?? '') ? hold : undefined;
    if (wanted) hold = undefined;
    if (wanted?.when === 'before') return wanted.held();
    const answer = await forwarded(target, incoming, Buffer.concat(chunks));
    if (wanted) return wanted.held();
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
    return undefined;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    holdNext: (wanted) =>
      new Promise((held) => {
        hold = { ...wanted, held };
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forwarded(target: string, incoming: IncomingMessage, body: Buffer) {
  const { host: _host, connection: _connection, ...headers } = incoming.headers;
  const outgoing = request(target + (incoming.url ?? '/'), {
    method: incoming.method,
    headers: { ...headers, connection: 'close' },
  });
  outgoing.end(body);
  const [answer]: [IncomingMessage] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  const { 'transfer-encoding': _encoding, ...rest } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: rest, body: Buffer.concat(chunks) };
}
