import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Waypoint } from '../../src/response/action-waypoints.js';
import { type Asking, askingAt } from '../support/asking.js';
import { DIST } from '../support/child-service.js';
import { ENVIRONMENT } from '../support/service.js';

/** A step that an action has come to. */
export interface Reached {
  readonly waypoint: Waypoint;
  readonly actionId: string;
}

/** The built service in a process of its own, whose actions stop at each step. */
export interface ParkingService {
  readonly ask: Asking;
  /** Lets an action go on. */
  go(reached: Reached): void;
  output(): string;
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts it. @param onReached told of each step; whoever wants the action to go on says so */
export async function startParkingService(
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
  onReached: (reached: Reached) => void,
): Promise<ParkingService> {
  const child = fork(fileURLToPath(new URL('./parking-service.mjs', import.meta.url)), {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AUTHWARDEN_DIST: DIST,
      DATABASE_URL: databaseUrl,
      ...ENVIRONMENT,
      ...environment,
    },
    silent: true,
    execArgv: [],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: unknown) => (printed += String(chunk)));
  const url = await new Promise<string>((ready, failed) => {
    child.on('message', (message: { url: string } | Reached) => {
      if ('url' in message) ready(message.url);
      else onReached(message);
    });
    child.once('exit', (code) => failed(new Error(`ended with ${code}: ${printed}`)));
  });
  return {
    ask: askingAt(url),
    go: (reached) => void child.send(reached),
    output: () => printed,
    kill: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
