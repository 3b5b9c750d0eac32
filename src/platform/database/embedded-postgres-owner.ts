import { spawn } from 'node:child_process';
import { StartupError } from '../lifecycle/startup-error.js';

/** The operating system's user that PostgreSQL runs as. Undefined: the one that we run as. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** What became of a command: `error` is why it couldn't be run at all (ENOENT, EACCES). */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly error?: string;
}

const ACCOUNT = 'postgres';

/** Whether we are root, as whom PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The environment for PostgreSQL's programs: none of our settings, so that no key of ours can be
 * read from theirs, and a locale that leaves their messages in English.
 */
export const BARE_ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const;

/**
 * Who runs a new cluster: root hands it to the user `postgres`, which is made when missing, and
 * everybody else keeps it.
 *
 * @throws StartupError when the user can't be made
 */
export async function newClusterOwner(): Promise<Owner | undefined> {
  if (!isRoot()) return undefined;
  const present = await lookUp();
  if (present) return present;
  await run('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT]);
  const made = await lookUp();
  if (made) return made;
  throw new StartupError(
    `PostgreSQL refuses to run as root and the user "${ACCOUNT}" can't be made here: start Authwarden as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Runs a command to its end as `owner`; both of its output streams are joined. */
export function run(command: string, args: readonly string[], owner?: Owner): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...owner,
      cwd: '/',
      env: BARE_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ code: null, output, error: error.code ?? error.message });
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Whether `owner` can reach things inside the directory. */
export async function canEnter(directory: string, owner: Owner | undefined): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], owner)).code === 0;
}

async function lookUp(): Promise<Owner | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT]), run('id', ['-g', ACCOUNT])]);
  return uid.code === 0 && gid.code === 0
    ? { uid: Number(uid.output), gid: Number(gid.output) }
    : undefined;
}
