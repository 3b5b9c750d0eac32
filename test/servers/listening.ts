import { connect } from 'node:net';
import { until } from '../until.js';

/** Waits until something takes connections at an address. */
export async function untilListening(host: string, port: number): Promise<void> {
  await until(() => takesConnections(host, port), { what: `a server at ${host}:${port}` });
}

function takesConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
