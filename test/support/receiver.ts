import { createServer } from 'node:http';
import { once } from 'node:events';

/** A message that was posted. */
export interface Received {
  readonly path: string;
  readonly text: string;
  readonly headers: Record<string, string>;
  // Each spec knows what it expects.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** Takes what is posted. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** The next POST to the path is answered so. */
  answerNext(path: string, status: number, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1; it answers 204. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers = new Map<string, { status: number; headers: Readonly<Record<string, string>> }>();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const path = incoming.url ?? '/';
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const isJson = headers['content-type'] === 'application/json';
      received.push({ path, text, headers, body: isJson ? JSON.parse(text) : undefined });
      const answer = answers.get(path) ?? { status: 204, headers: {} };
      answers.delete(path);
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answerNext: (path, status, headers = {}) => void answers.set(path, { status, headers }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
