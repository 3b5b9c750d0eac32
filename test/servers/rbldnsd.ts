import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchPackages } from './debian-packages.js';
import { freePort } from './free-port.js';
import { startProcess } from './server-process.js';

const READY_TIMEOUT_MS = 10_000;
const RELOAD_SECONDS = 1;

/** A DNS blacklist that lists networks and addresses of both kinds, all for one reason. */
export interface TestZone {
  /** rbldnsd's ip4set: addresses and networks; `$` in the reason is the address that is asked for. */
  readonly v4?: readonly string[];
  /** rbldnsd's ip6trie. */
  readonly v6?: readonly string[];
  /** Default 127.0.0.2. */
  readonly code?: string;
  readonly reason: string;
}

/** A private server of DNS blacklists. */
export interface RbldnsdServer {
  /** `127.0.0.1:port`, over UDP. */
  readonly address: string;
  /** Changes what a zone lists; takes effect within about a second. */
  setZone(name: string, zone: TestZone): Promise<void>;
  stop(): Promise<void>;
}

/** Fetches Debian's rbldnsd when it isn't there yet. */
export function fetchRbldnsd(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['rbldnsd']);
}

/** Starts a server of these zones, by name, on a free port of 127.0.0.1. */
export async function startRbldnsd(
  zones: Readonly<Record<string, TestZone>>,
): Promise<RbldnsdServer> {
  const packages = await fetchRbldnsd();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-rbldnsd-'));
  await chmod(directory, 0o755);
  for (const [name, zone] of Object.entries(zones)) await write(directory, name, zone);
  const port = await freePort();
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const server = await startProcess(
    packages.path('usr/sbin/rbldnsd'),
    [
      '-n',
      ...account,
      '-w',
      directory,
      '-c',
      String(RELOAD_SECONDS),
      '-b',
      `127.0.0.1/${port}`,
      ...Object.keys(zones).flatMap((name) => [
        `${name}:ip4set:${name}.v4`,
        `${name}:ip6trie:${name}.v6`,
      ]),
    ],
    / started \(/,
    { env: packages.env, timeoutMs: READY_TIMEOUT_MS },
  );
  return {
    address: `127.0.0.1:${port}`,
    setZone: (name, zone) => write(directory, name, zone),
    stop: async () => {
      await server.stop('SIGTERM');
      await rm(directory, { recursive: true });
    },
  };
}

async function write(directory: string, name: string, zone: TestZone): Promise<void> {
  const { v4 = [], v6 = [], code = '127.0.0.2', reason } = zone;
  for (const [kind, entries] of Object.entries({ v4, v6 })) {
    const file = join(directory, `${name}.${kind}`);
    await writeFile(file, `:${code}:${reason}\n${entries.join('\n')}\n`, { mode: 0o644 });
  }
}
