import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DemoError } from './demo-error.js';

const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));
/** Longer than the service takes to give its own work in flight up. */
const STOP_MS = 45_000;
const MOST_COMPLAINTS = 4_000;

const Ready = z.object({ msg: z.literal('ready'), url: z.url() });

/** A service that answers. */
export interface RunningService {
  /** Where its API is. */
  readonly url: string;
  /** Rejects when it ends without being asked to. */
  readonly lost: Promise<never>;
  /** Ends it and waits until it has ended; @throws DemoError when it doesn't end cleanly */
  stop(): Promise<void>;
}

/**
 * Runs the service, built beside the demo, as a process of its own on any free port. It has a
 * process group of its own, too: a Ctrl-C at the terminal is for the demo, which then stops it.
 *
 * @param apiKey admin key that it is to accept; it goes through the environment
 * @throws DemoError with the service's own complaint when it doesn't start
 */
export async function startService(
  dataDir: string,
  apiKey: string,
  abort: AbortSignal,
): Promise<RunningService> {
  abort.throwIfAborted();
  const child = spawn(process.execPath, [PROGRAM], {
    detached: true,
    env: {
      ...process.env,
      BOOTSTRAP_API_KEY: apiKey,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      ROLE: 'all',
      LOG_LEVEL: 'info',
      // The case is of 2010.
      EVENT_RETENTION_DAYS: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const atExit = () => child.kill('SIGTERM');
  process.once('exit', atExit);
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => {
    complaints = `${complaints}${text.toString()}`.slice(-MOST_COMPLAINTS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  void ended.then(() => process.off('exit', atExit));
  const why = (how: string) =>
    complaints.replace(/^authwarden: /gm, '').trim() || `it ended: ${how}`;

  let stopping = false;
  const stop = async () => {
    stopping = true;
    const how = await end(child, ended);
    if (how !== 'status 0') throw new DemoError(`The service didn't stop cleanly: ${why(how)}`);
  };
  const url = await Promise.race([
    readyUrl(child),
    ended.then((how) => {
      throw new DemoError(`The service doesn't start. ${why(how)}`);
    }),
    aborted(abort),
  ]).catch(async (error: unknown) => {
    await end(child, ended);
    throw error;
  });
  const lost = ended.then((how) => {
    if (stopping) return new Promise<never>(() => undefined);
    throw new DemoError(`The service ended by itself: ${why(how)}`);
  });
  lost.catch(() => undefined);
  return { url, lost, stop };
}

/** Rejects with the signal's reason when it fires. */
export function aborted(signal: AbortSignal): Promise<never> {
  const fired = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
  fired.catch(() => undefined);
  return fired;
}

function readyUrl({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (!stdout) return;
    createInterface(stdout).on('line', (line) => {
      if (!line.includes('"ready"')) return;
      const ready = Ready.safeParse(parsed(line));
      if (ready.success) resolve(ready.data.url);
    });
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<string> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  const how = await ended;
  clearTimeout(force);
  return how;
}
