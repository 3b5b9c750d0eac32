import { fetchPackages } from './debian-packages.js';
import { freePort } from './free-port.js';
import { startProcess } from './server-process.js';

const READY_TIMEOUT_MS = 10_000;

/** A private Redis that keeps nothing. */
export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Fetches Debian's redis-server when it isn't there yet. */
export function fetchRedis(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['redis-server']);
}

/**
 * Starts a Redis on a free port of 127.0.0.1.
 *
 * @param options `port` to use, for one that comes back; `password` to ask of clients
 */
export async function startRedis(
  options: { readonly port?: number; readonly password?: string } = {},
): Promise<RedisServer> {
  const packages = await fetchRedis();
  const port = options.port ?? (await freePort());
  const { password } = options;
  const server = await startProcess(
    packages.path('usr/bin/redis-server'),
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
    /Ready to accept connections/,
    { env: packages.env, timeoutMs: READY_TIMEOUT_MS },
  );
  const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return {
    url: `redis://${credentials}127.0.0.1:${port}`,
    stop: () => server.stop('SIGTERM'),
    kill: () => server.kill(),
  };
}
