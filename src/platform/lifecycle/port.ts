import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartupError } from './startup-error.js';

/**
 * Proves that the API's port can be had, before anything is started for it. 0 always can.
 *
 * @throws StartupError
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    throw portError(host, port, error) ?? error;
  }
  server.close();
  await once(server, 'close');
}

/** What the failure to listen means, or undefined when it is no such failure. */
export function portError(host: string, port: number, error: unknown): StartupError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new StartupError(
      `Port ${port} on ${host} is in use by another program: stop it, or set another PORT.`,
    );
  if (code === 'EACCES')
    return new StartupError(
      `Port ${port} on ${host} is only for privileged programs: set a PORT above 1023.`,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new StartupError(`HOST ${host} isn't an address of this machine.`);
  return undefined;
}
