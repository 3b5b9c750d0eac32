import { mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartupError } from './startup-error.js';

/**
 * Makes the data directory when it is missing and proves that we can write to it.
 *
 * @returns its absolute path, free of links
 * @throws StartupError
 */
export async function prepareDataDirectory(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    // Root's PostgreSQL runs as another user, who must pass through and may not look around.
    await makeDirectory(absolute, process.getuid?.() === 0 ? 0o711 : 0o700);
    const real = await realpath(absolute);
    const probe = join(real, `.write-probe-${process.pid}`);
    await (await open(probe, 'w', 0o600)).close();
    await rm(probe);
    return real;
  } catch (error) {
    throw new StartupError(`DATA_DIR ${absolute} can't be written to: ${reason(error)}.`);
  }
}

/** `mkdir -p`. Node's own never ends where the kernel makes no directories, such as below /proc. */
async function makeDirectory(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || (await exists(parent))) throw error;
    await makeDirectory(parent, mode);
    await mkdir(path, { mode });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'no space is left';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file at this path';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
