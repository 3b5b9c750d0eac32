import { mkdir, open, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
    await mkdir(absolute, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const real = await realpath(absolute);
    const probe = join(real, `.write-probe-${process.pid}`);
    await (await open(probe, 'w', 0o600)).close();
    await rm(probe);
    return real;
  } catch (error) {
    throw new StartupError(`DATA_DIR ${absolute} can't be written to: ${reason(error)}.`);
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
