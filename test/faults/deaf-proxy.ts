import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a connection has sent since its last answer was lost or it began, at most. */
const REMEMBERED_BYTES = 65_536;

/** A way to a server on which an answer can get lost. */
export interface DeafProxy {
  readonly port: number;
  /**
   * From the moment that what one connection has sent satisfies the condition, nothing comes back
   * on that one: the server does what it was asked, and whoever asked never hears. Once.
   */
  loseAnswerWhen(condition: (sent: string) => boolean): void;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, and hands everything on to another one. */
export async function openDeafProxy(targetPort: number): Promise<DeafProxy> {
  const conditions = new Set<(sent: string) => boolean>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    let sent = '';
    let isDeaf = false;
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      sent = (sent + chunk.toString('latin1')).slice(-REMEMBERED_BYTES);
      for (const condition of conditions) {
        if (!condition(sent)) continue;
        conditions.delete(condition);
        isDeaf = true;
      }
      target.write(chunk);
    });
    target.on('data', (chunk: Buffer) => {
      if (!isDeaf) client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    loseAnswerWhen: (condition) => void conditions.add(condition),
    cut,
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
