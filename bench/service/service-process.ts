import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What `npm start` tells Node and the memory allocator of the system. */
const AS_STARTED = z
  .object({ scripts: z.object({ start: z.string() }) })
  .transform(({ scripts: { start } }) => ({
    flags: start.match(/--[\w-]+=\d+/g) ?? [],
    env: Object.fromEntries([...start.matchAll(/\b([A-Z_]+)=(\d+)/g)].map(([, k, v]) => [k, v])),
  }))
  .parse(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')));
const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 50;
const WORDS_KEPT = 4_000;

/** The built service as a process of its own. */
export interface ServiceProcess {
  readonly pid: number;
  readonly url: string;
  readonly apiKey: string;
  /** The end of what it has written to its outputs: warnings and errors. */
  lastWords(): string;
  /** Asks it to end, and waits for that. */
  stop(): Promise<void>;
}

/** Where the service runs. */
export interface ServicePlace {
  /** None: it runs its own PostgreSQL under `dataDir`. */
  readonly databaseUrl?: string;
  /** Made when it is missing. */
  readonly dataDir: string;
  /** Options of Node itself, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
  /** Settings besides the default ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly abort: AbortSignal;
}

/**
 * Starts `dist/src/main.js` with the default settings, the rate limit off, and waits until it is
 * ready.
 *
 * @throws Error with the process's last words when it ends instead
 */
export async function startService(place: ServicePlace): Promise<ServiceProcess> {
  const apiKey = `bench-${randomBytes(24).toString('base64url')}`;
  const port = await freePort();
  const child = spawn(process.execPath, [...AS_STARTED.flags, ...place.nodeOptions, MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...AS_STARTED.env,
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: place.dataDir,
      ...(place.databaseUrl !== undefined && { DATABASE_URL: place.databaseUrl }),
      BOOTSTRAP_API_KEY: apiKey,
      RATE_LIMIT: '0',
      LOG_LEVEL: 'warn',
      ...place.environment,
    },
  });
  const words = lastWords(child);
  const ended = once(child, 'close').then(() => true);
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = new AbortController();
    const slow = delay(STOP_LIMIT_MS, false, { signal: timer.signal }).catch(() => true);
    if (!(await Promise.race([ended, slow]))) child.kill('SIGKILL');
    timer.abort();
    await ended;
  };
  place.abort.addEventListener('abort', () => child.kill('SIGTERM'));
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(child, url, place.abort);
    return { pid: child.pid ?? 0, url, apiKey, lastWords: words, stop };
  } catch (cause) {
    await stop();
    throw new Error(`the service doesn't start: ${words()}`, { cause });
  }
}

async function ready(child: ChildProcess, url: string, abort: AbortSignal): Promise<void> {
  const until = performance.now() + START_LIMIT_MS;
  while (child.exitCode === null && performance.now() < until) {
    if (await isReady(url)) return;
    await delay(POLL_MS, undefined, { signal: abort });
  }
  throw new Error('it ended, or never became ready');
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port can be had');
  return address.port;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

function lastWords(child: ChildProcess): () => string {
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (words = (words + String(chunk)).slice(-WORDS_KEPT)));
  return () => words.trim();
}
