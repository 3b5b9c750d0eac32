import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withDirectoryLock } from './directory-lock.js';

const run = promisify(execFile);

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const SYSTEM_LISTS = '/var/lib/apt/lists';
const FETCH_TIMEOUT_MS = 150_000;

/** Debian packages that were unpacked below one directory, without being installed. */
export interface UnpackedPackages {
  readonly root: string;
  /** Path of a file of the packages: the unpacked one, or the machine's own where installed. */
  path(file: string): string;
  /** The environment in which the packages' programs find their libraries. */
  readonly env: NodeJS.ProcessEnv;
}

/** Where test servers are kept between runs. */
export function serverCache(): string {
  return process.env['AUTHWARDEN_TEST_CACHE'] ?? join(PROJECT, '.cache/servers');
}

/**
 * Downloads Debian packages with all they need and this machine lacks, and unpacks them; nothing
 * is installed and no root is needed. The second call, of any process, only finds the directory.
 *
 * @throws Error when apt or the network can't give them
 */
export async function fetchPackages(names: readonly string[]): Promise<UnpackedPackages> {
  const root = join(serverCache(), await cacheKey(names));
  if (!existsSync(root)) {
    await withDirectoryLock(`${root}.lock`, FETCH_TIMEOUT_MS, async () => {
      if (!existsSync(root)) await fetchInto(root, names);
    });
  }
  return { root, path: (file) => pathBelow(root, file), env: await environmentOf(root) };
}

/** The closure depends on the release and on what is installed, so both are in the name. */
async function cacheKey(names: readonly string[]): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const status = await readFile('/var/lib/dpkg/status', 'utf8').catch(() => '');
  const installed = status.match(/^(?:Package|Version): .*$/gm) ?? [];
  const hash = createHash('sha256').update([...names, release, ...installed].join('\n'));
  return `${names[0]}-${process.arch}-${hash.digest('hex').slice(0, 12)}`;
}

async function fetchInto(root: string, names: readonly string[]): Promise<void> {
  const work = await mkdtemp(`${root}.partial-`);
  try {
    const debs = await download(work, names);
    const unpacked = join(work, 'root');
    await mkdir(unpacked);
    for (const deb of debs) await run('dpkg', ['-x', deb, unpacked]);
    await rename(unpacked, root);
  } catch (error) {
    throw new Error(`cannot fetch ${names.join(', ')}: ${lastLines(error)}`, { cause: error });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(work: string, names: readonly string[]): Promise<string[]> {
  if (await hasLists(SYSTEM_LISTS)) {
    try {
      return await downloadWith(work, SYSTEM_LISTS, names);
    } catch {
      // Lists of an older image name versions that the mirror no longer has: take fresh ones.
    }
  }
  const lists = join(work, 'lists');
  await apt(work, lists, ['update', '-qq']);
  return downloadWith(work, lists, names);
}

async function downloadWith(
  work: string,
  lists: string,
  names: readonly string[],
): Promise<string[]> {
  const plan = await apt(work, lists, ['install', '-s', '--no-install-recommends', ...names]);
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
  if (missing.length === 0) return [];
  const debs = join(work, 'debs');
  await mkdir(debs, { recursive: true });
  await apt(work, lists, ['download', '-qq', ...missing], debs);
  return (await readdir(debs)).map((file) => join(debs, file));
}

/** Runs apt-get with its state in `work`, which an ordinary user can do as well as root. */
async function apt(
  work: string,
  lists: string,
  args: readonly string[],
  directory = work,
): Promise<string> {
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  await mkdir(join(work, 'state'), { recursive: true });
  if (lists !== SYSTEM_LISTS) await mkdir(join(lists, 'partial'), { recursive: true });
  const options = {
    'Dir::State': join(work, 'state'),
    'Dir::State::lists': lists,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(work, 'cache'),
    // As root, apt would download as a user who can't write to our directory.
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '2',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const { stdout } = await run('apt-get', [...flags, ...args], {
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
    timeout: FETCH_TIMEOUT_MS,
  });
  return stdout;
}

async function hasLists(directory: string): Promise<boolean> {
  const files = await readdir(directory).catch(() => []);
  return files.some((file) => file.includes('_Packages'));
}

function pathBelow(root: string, file: string): string {
  const unpacked = join(root, file);
  return existsSync(unpacked) ? unpacked : join('/', file);
}

async function environmentOf(root: string): Promise<NodeJS.ProcessEnv> {
  const folders = await Promise.all(
    ['lib', 'usr/lib'].map(async (folder) => {
      const entries = await readdir(join(root, folder)).catch(() => []);
      return entries
        .filter((entry) => entry.endsWith('-linux-gnu'))
        .map((entry) => join(root, folder, entry));
    }),
  );
  const inherited = process.env['LD_LIBRARY_PATH'];
  const paths = [...folders.flat(), ...(inherited ? [inherited] : [])];
  return { ...process.env, LD_LIBRARY_PATH: paths.join(delimiter) };
}

function lastLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').slice(-3).join(' ');
}
