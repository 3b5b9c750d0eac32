import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

/** A PostgreSQL that lives for one bench run, with the settings of the product. */
export interface Site {
  readonly databaseUrl: string;
  /** For files of the run; gone after it. */
  readonly directory: string;
  stop(): Promise<void>;
}

/** Starts it in a new temporary directory. */
export async function startSite(log: (message: string) => void, abort: AbortSignal): Promise<Site> {
  const { directory, clear } = await makeRunDirectory();
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: directory, log, abort });
    const stop = async () => {
      await postgres.stop();
      await clear();
    };
    return { databaseUrl: postgres.url, directory, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** A new temporary directory that can hold an embedded PostgreSQL. `clear` removes it with that. */
export async function makeRunDirectory(): Promise<{
  readonly directory: string;
  readonly clear: () => Promise<void>;
}> {
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-bench-'));
  // Root's PostgreSQL runs as another user, who must pass through.
  await chmod(directory, 0o711);
  const clear = async () => {
    const elsewhere = await readlink(join(directory, 'postgres')).catch(() => undefined);
    if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  };
  return { directory, clear };
}
