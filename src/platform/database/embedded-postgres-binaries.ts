import { chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartupError } from '../lifecycle/startup-error.js';
import { type Finished, type Owner, run } from './embedded-postgres-owner.js';

/** Where root keeps what the user `postgres` must reach and can't below a closed directory. */
export const SYSTEM_HOME = '/var/lib/authwarden';

/** PostgreSQL's programs, at a path where the cluster's owner can run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL's programs in the npm package for this platform. An install with
 * `--ignore-scripts` lacks the links between its libraries: they are made. A checkout that the
 * owner can't enter (below /root, for instance): the programs are copied, once for each version,
 * to {@link SYSTEM_HOME}.
 *
 * @throws StartupError when there is no way to run them here
 */
export async function findBinaries(
  owner: Owner | undefined,
  log: (message: string) => void,
): Promise<Binaries> {
  const packaged = packageDirectory();
  const native = join(packaged.directory, 'native');
  const first = await probe(native, owner);
  if (first.code === 0) return programs(native);

  await linkLibraries(native).catch(() => undefined);
  const second = await probe(native, owner);
  if (second.code === 0) return programs(native);
  if (!owner) throw cannotRun(native, packaged.name, second);

  const copy = join(SYSTEM_HOME, `postgresql-${packaged.version}`);
  if ((await probe(copy, owner)).code !== 0) {
    log(`copying PostgreSQL's programs to ${copy}, where its user can run them`);
    await copyOpenly(native, copy);
  }
  const third = await probe(copy, owner);
  if (third.code !== 0) throw cannotRun(copy, packaged.name, third);
  return programs(copy);
}

/** Makes {@link SYSTEM_HOME} so that every user can enter it, whatever our umask is. */
export async function makeSystemHome(): Promise<void> {
  try {
    await mkdir(SYSTEM_HOME, { recursive: true });
    await chmod(SYSTEM_HOME, 0o755);
  } catch {
    throw new StartupError(
      `PostgreSQL's user can't enter DATA_DIR or this checkout and ${SYSTEM_HOME} can't be made: choose a place that every user can enter, or set DATABASE_URL.`,
    );
  }
}

function programs(native: string): Binaries {
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') };
}

async function probe(native: string, owner: Owner | undefined): Promise<Finished> {
  return run(programs(native).postgres, ['--version'], owner);
}

function packageDirectory(): { name: string; directory: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const ours = createRequire(import.meta.url);
  try {
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    const directory = dirname(dirname(theirs.resolve(name)));
    const { version } = z
      .object({ version: z.string() })
      .parse(ours(join(directory, 'package.json')));
    return { name, directory, version };
  } catch {
    throw new StartupError(
      `PostgreSQL for this platform (${name}) isn't installed: run "npm ci" without --omit=optional, or set DATABASE_URL.`,
    );
  }
}

/** Makes the links that the package's install script makes; npm packages can't hold links. */
async function linkLibraries(native: string): Promise<void> {
  const links = Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  const root = dirname(native);
  for (const { source, target } of links) {
    const from = dirname(join(root, target));
    await symlink(relative(from, join(root, source)), join(root, target)).catch(ignoreExisting);
  }
}

async function copyOpenly(native: string, copy: string): Promise<void> {
  const draft = `${copy}.${process.pid}`;
  await makeSystemHome();
  // A link's target is looked up below a directory called "native".
  const inside = join(draft, 'native');
  await cp(native, inside, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(inside);
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  await rm(copy, { recursive: true, force: true });
  await rename(inside, copy);
  await rm(draft, { recursive: true, force: true });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function cannotRun(native: string, name: string, { error, output }: Finished): StartupError {
  const where = `PostgreSQL's programs (${basename(dirname(native))}) can't be run`;
  if (output.includes('shared libraries'))
    return new StartupError(
      `${where}: the package lacks its library links because it was installed without its scripts. Run "npm rebuild ${name}", or set DATABASE_URL.`,
    );
  const why = error ?? output.trim().split('\n').at(-1) ?? '';
  return new StartupError(`${where} on this system (${why}): set DATABASE_URL instead.`);
}
