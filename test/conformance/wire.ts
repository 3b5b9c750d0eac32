import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be watched and cut. */
export interface Wire {
  readonly port: number;
  /** How many connections were made over it. */
  connections(): number;
  close(): Promise<void>;
}

/**
 * Leads connections to a server, from another port of its address.
 *
 * @param hangUpAfter pieces, of both directions together, after which the first connection is cut
 * and no further one is let through; as of a server that died
 */
export async function openWire(
  { host, port }: { readonly host: string; readonly port: number },
  { hangUpAfter = Infinity }: { readonly hangUpAfter?: number } = {},
): Promise<Wire> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let pieces = 0;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.on('data', (data) => {
      if (++pieces > hangUpAfter) cutAll();
      else to.write(data);
    });
  };
  const server = createServer((client) => {
    connections++;
    if (pieces > hangUpAfter) {
      client.destroy();
      return;
    }
    const upstream = connect({ host, port });
    pass(client, upstream);
    pass(upstream, client);
  });
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has no port');
  return {
    port: address.port,
    connections: () => connections,
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
