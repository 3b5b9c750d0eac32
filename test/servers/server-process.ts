import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';

/** A server that runs as a child process. */
export interface ServerProcess {
  /** Asks it to end with the signal and waits until it has; kills it after ten seconds. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** Ends it as a crash would, and waits until it has. */
  kill(): Promise<void>;
}

const STOP_TIMEOUT_MS = 10_000;
const OUTPUT_KEPT = 4_000;

/**
 * Starts a server in the foreground and waits until its output says that it's ready.
 *
 * @param ready matched against everything that it has printed
 * @throws Error with the end of its output when it ends, or isn't ready in time
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  ready: RegExp,
  options: SpawnOptions & { readonly timeoutMs: number },
): Promise<ServerProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  // A test runner that dies must not leave a server behind.
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));

  await waitUntilReady(child, command, ready, options.timeoutMs);
  return {
    stop: async (signal) => {
      const timer = setTimeout(killNow, STOP_TIMEOUT_MS);
      child.kill(signal);
      await ended;
      clearTimeout(timer);
    },
    kill: async () => {
      killNow();
      await ended;
    },
  };
}

async function waitUntilReady(
  child: ChildProcess,
  command: string,
  ready: RegExp,
  timeoutMs: number,
): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${command} ${what}: ${output.slice(-OUTPUT_KEPT)}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${timeoutMs} ms`), timeoutMs);
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4 * OUTPUT_KEPT);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => fail(`ended with ${signal ?? code}`));
  });
}
