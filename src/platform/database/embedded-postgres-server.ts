import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { BARE_ENVIRONMENT, type Owner } from './embedded-postgres-owner.js';

const LOG_LIMIT_BYTES = 8 << 20;
/** After a fast shutdown has taken this long, the immediate one; the next start then recovers. */
const FAST_STOP_MS = 20_000;

const FLAGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  wal_level: 'replica',
  max_logical_replication_workers: '0',
  checkpoint_timeout: '15min',
  // An accepted event has reached the disk: that is promised to whoever sent it.
  fsync: 'on',
  synchronous_commit: 'on',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_checkpoints: 'off',
  // Authwarden reports failed statements itself; PostgreSQL would log the values in them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** A running postmaster that is our child. */
export interface Server {
  readonly port: number;
  readonly process: ChildProcess;
  running(): boolean;
  /** When it has ended: with which status, or by which signal. */
  readonly ended: Promise<string>;
  /** The last line of its log since it was started. */
  lastWords(): string | undefined;
  /** Why it couldn't start, as far as its log tells. */
  complaint(): string | undefined;
}

/** What a server needs to be started. */
export interface ServerPlace {
  readonly program: string;
  readonly cluster: string;
  readonly owner: Owner | undefined;
  /** Its log; it is renamed to `<logFile>.1` when it has grown large. */
  readonly logFile: string;
}

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, in a session of its own: a Ctrl-C at the terminal
 * is for us alone, and PostgreSQL goes down after our own work has ended. Doesn't wait until it
 * answers.
 */
export async function spawnServer(place: ServerPlace): Promise<Server> {
  const port = await freePort();
  const log = openLog(place);
  const flags = Object.entries({ ...FLAGS, port: String(port) });
  const child = spawn(
    place.program,
    ['-D', place.cluster, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...place.owner,
      cwd: '/',
      env: BARE_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  closeSync(log.fd);
  let running = true;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  void ended.then(() => (running = false));
  const lines = () => logLines(place.logFile, log.size);
  return {
    port,
    process: child,
    running: () => running,
    ended,
    lastWords: () => lines().at(-1),
    complaint: () =>
      lines().find((line) => line.includes('could not bind')) ??
      lines().findLast((line) => /FATAL|PANIC/.test(line)),
  };
}

/** Shuts down cleanly: transactions are rolled back, a checkpoint is written. */
export async function stopServer(server: Server): Promise<void> {
  if (!server.running()) return;
  server.process.kill('SIGINT');
  const timer = new AbortController();
  const slow = delay(FAST_STOP_MS, true, { signal: timer.signal }).catch(() => false);
  if (await Promise.race([server.ended.then(() => false), slow])) server.process.kill('SIGQUIT');
  timer.abort();
  await server.ended;
}

function openLog({ logFile, owner }: ServerPlace): { fd: number; size: number } {
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES)
    renameSync(logFile, `${logFile}.1`);
  const fd = openSync(logFile, 'a', 0o600);
  if (owner) chownSync(logFile, owner.uid, owner.gid);
  return { fd, size: statSync(logFile).size };
}

/** Lines written since the log had `start` bytes, without their time and process. */
function logLines(file: string, start: number): string[] {
  const text = readFileSync(file).subarray(start).toString();
  return text
    .split('\n')
    .map((line) => line.slice(line.indexOf('] ') + 1).trim())
    .filter((line) => line !== '');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
