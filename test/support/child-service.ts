import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Asking, askingAt } from './asking.js';
import { ENVIRONMENT } from './service.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the built service is. */
export const DIST = resolve(process.env['AUTHWARDEN_DIST'] ?? join(ROOT, 'dist'));
const MAIN = join(DIST, 'src/main.js');
const READY = /"msg":"ready","url":"([^"]+)"|"url":"([^"]+)"[^\n]*"msg":"ready"/;

/** The built service in a process of its own, which can be killed. */
export interface ChildService {
  readonly url: string;
  readonly ask: Asking;
  /** Everything it has printed so far. */
  output(): string;
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts a process of the service on a database, and waits until it is ready. */
export async function startChild(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildService> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: '0',
      DATABASE_URL: databaseUrl,
      ...ENVIRONMENT,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  // A test runner that dies must not leave a process behind.
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));

  let printed = '';
  const url = await new Promise<string>((ready, failed) => {
    const read = (chunk: unknown) => {
      printed += String(chunk);
      const [, first, second] = READY.exec(printed) ?? [];
      const found = first ?? second;
      if (found !== undefined) ready(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', (code) => failed(new Error(`ended with ${code}: ${printed}`)));
  });
  return {
    url,
    ask: askingAt(url),
    output: () => printed,
    kill: () => end(child, 'SIGKILL', ended),
    stop: () => end(child, 'SIGTERM', ended),
  };
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<unknown>,
): Promise<void> {
  child.kill(signal);
  await ended;
}
