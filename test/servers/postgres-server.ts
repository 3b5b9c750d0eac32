import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries } from '../../src/platform/database/embedded-postgres-binaries.js';
import type { Owner } from '../../src/platform/database/embedded-postgres-owner.js';
import {
  BARE_ENVIRONMENT,
  newClusterOwner,
} from '../../src/platform/database/embedded-postgres-owner.js';
import { freePort } from './free-port.js';
import { until } from '../until.js';
import { type ServerProcess, startProcess } from './server-process.js';

const run = promisify(execFile);

const READY_TIMEOUT_MS = 60_000;
const SUPERUSER = 'postgres';

const FLAGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  // What a test run stores needn't survive anything.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  jit: 'off',
};

/** A private PostgreSQL for one test run, quick and safe against nothing. */
export interface PostgresServer {
  /** URL of its database `postgres`, as superuser. */
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after {@link kill}, on the same port and data. */
  restart(): Promise<void>;
}

/** For a server that is going to be killed: what it has confirmed is there after its restart. */
const SURVIVES_ITS_PROCESS = { synchronous_commit: 'on', full_page_writes: 'on' };

/**
 * Starts the PostgreSQL of the embedded-postgres packages on a free port of 127.0.0.1, with its
 * data below the temporary directory. As root it runs as the system's user postgres, as the
 * product's own does.
 */
export async function startPostgres(
  flagsBesides: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const owner = await newClusterOwner();
  const binaries = await findBinaries(owner, (message) => console.info(message));
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-postgres-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const password = randomBytes(12).toString('hex');
    const data = join(directory, 'data');
    await initialise(binaries.initdb, directory, data, password, owner);
    const port = await freePort();
    const flags = Object.entries({ ...FLAGS, ...flagsBesides, port: String(port) });
    const start = () =>
      startProcess(
        binaries.postgres,
        ['-D', data, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        /database system is ready to accept connections/,
        { ...owner, cwd: '/', env: BARE_ENVIRONMENT, timeoutMs: READY_TIMEOUT_MS },
      );
    let server = await start();
    return {
      kill: () => server.kill(),
      restart: async () => {
        // Until its last child has noticed that it is dead, another one can't start.
        server = await until<ServerProcess | false>(() => start().catch(() => false as const), {
          timeoutMs: READY_TIMEOUT_MS,
          what: 'PostgreSQL after its death',
        });
      },
      url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
      // SIGINT is the fast shutdown: it ends sessions that tests have left open.
      stop: () => server.stop('SIGINT').then(remove),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Starts one that can be killed and started again without losing what it has confirmed. */
export function startCrashSafePostgres(): Promise<PostgresServer> {
  return startPostgres(SURVIVES_ITS_PROCESS);
}

async function initialise(
  initdb: string,
  directory: string,
  data: string,
  password: string,
  owner: Owner | undefined,
): Promise<void> {
  const passwordFile = join(directory, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) {
    await chown(directory, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  await run(
    initdb,
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      // As the product's own cluster sorts.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...owner, cwd: '/', env: BARE_ENVIRONMENT },
  );
  await rm(passwordFile);
}
