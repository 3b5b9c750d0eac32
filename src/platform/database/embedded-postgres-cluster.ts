import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartupError } from '../lifecycle/startup-error.js';
import { type Binaries, SYSTEM_HOME, makeSystemHome } from './embedded-postgres-binaries.js';
import { type Owner, canEnter, isRoot, newClusterOwner, run } from './embedded-postgres-owner.js';

/** PostgreSQL's major version that the installed programs are of. */
const MAJOR = '18';

/** Where a cluster is or is going to be. */
export interface ClusterPlace {
  /** Absolute and free of links: PostgreSQL's own user can reach it. */
  readonly directory: string;
  readonly owner: Owner | undefined;
  readonly exists: boolean;
}

const Passwords = z.object({ superuser: z.string(), application: z.string() });
/** Passwords of the role that owns the cluster and of the one that Authwarden works as. */
export type Passwords = z.output<typeof Passwords>;

/**
 * Finds the cluster of `dataDir`: `dataDir/postgres`, or what a link of that name points to. A new
 * one goes there too unless PostgreSQL's user can't enter `dataDir` (root's home is closed to
 * everybody else): then it goes to a directory of its own below {@link SYSTEM_HOME}, and the link
 * is what a later start finds it by.
 *
 * @param dataDir absolute, without links
 * @throws StartupError when there is something else at that place, or it belongs to somebody else
 */
export async function findCluster(
  dataDir: string,
  log: (message: string) => void,
): Promise<ClusterPlace> {
  const path = join(dataDir, 'postgres');
  const entry = await lstat(path).catch(() => undefined);
  if (entry) return existingCluster(path);

  const owner = await newClusterOwner();
  if (await canEnter(dataDir, owner)) return { directory: path, owner, exists: false };

  await makeSystemHome();
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const leftover = (await readdir(SYSTEM_HOME)).filter((kept) => kept.startsWith(name));
  if (leftover.length > 0)
    log(
      `${SYSTEM_HOME} still holds ${leftover.join(', ')} of an earlier ${dataDir}: remove what you don't need`,
    );
  const home = await mkdtemp(join(SYSTEM_HOME, `${name}-`));
  await chmod(home, 0o711);
  return { directory: join(home, 'postgres'), owner, exists: false };
}

async function existingCluster(path: string): Promise<ClusterPlace> {
  const directory = await realpath(path).catch(() => undefined);
  if (directory === undefined)
    throw new StartupError(
      `${path} is a link to a directory that is gone: restore it, or remove the link to begin with an empty database.`,
    );
  const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  const { uid, gid } = await stat(directory);
  if (!isRoot() && uid !== process.getuid?.())
    throw new StartupError(
      `${path} belongs to another user (uid ${uid}): start Authwarden as that user or as root, or set another DATA_DIR.`,
    );
  if (version === '')
    throw new StartupError(
      `${path} exists but holds no PostgreSQL cluster: move it away, or set another DATA_DIR.`,
    );
  if (version !== MAJOR)
    throw new StartupError(
      `${path} was made by PostgreSQL ${version} and this is ${MAJOR}: dump it with the Authwarden that made it and restore it here.`,
    );
  return { directory, owner: isRoot() ? { uid, gid } : undefined, exists: true };
}

/**
 * Makes the cluster, all of it or nothing: `initdb` works beside the final place and a rename ends
 * it, so a process killed in the middle leaves nothing that looks like a cluster.
 */
export async function createCluster(
  place: ClusterPlace,
  dataDir: string,
  binaries: Binaries,
  passwords: Passwords,
): Promise<void> {
  const { directory, owner } = place;
  const draft = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, passwords.superuser, { mode: 0o600 });
  if (owner) for (const path of [draft, passwordFile]) await chown(path, owner.uid, owner.gid);
  const { code, output, error } = await run(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    owner,
  );
  await rm(passwordFile, { force: true });
  if (code !== 0)
    throw new StartupError(
      `PostgreSQL's cluster can't be made in ${dirname(directory)}: ${complaint(output) ?? error ?? `initdb ended with ${code}`}`,
    );
  await rename(draft, directory);
  if (dirname(directory) !== dataDir) await symlink(directory, join(dataDir, 'postgres'));
}

/**
 * The cluster's random passwords, kept in `dataDir` for its owner alone; made when `fresh`.
 *
 * @throws StartupError when a cluster's passwords are lost
 */
export async function clusterPasswords(dataDir: string, fresh: boolean): Promise<Passwords> {
  const file = join(dataDir, 'postgres-passwords.json');
  if (!fresh) {
    const kept = parsePasswords(await readFile(file, 'utf8').catch(() => ''));
    if (kept) return kept;
    throw new StartupError(
      `${file} is missing or damaged, and the database can't be opened without it: restore it.`,
    );
  }
  const made: Passwords = { superuser: random(), application: random() };
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(made), { mode: 0o600 });
  await rename(draft, file);
  return made;
}

function parsePasswords(text: string): Passwords | undefined {
  try {
    return Passwords.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function random(): string {
  return randomBytes(24).toString('base64url');
}

function complaint(output: string): string | undefined {
  return output
    .split('\n')
    .find((line) => /error|fatal|could not/i.test(line))
    ?.trim();
}
