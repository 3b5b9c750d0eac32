import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { until } from '../until.js';

const STALE_MS = 30_000;
const REFRESH_MS = 5_000;

/**
 * Runs `task` while no other process of this machine runs one under the same lock directory. A
 * lock that its owner hasn't touched for half a minute is that of a dead one, and is broken.
 */
export async function withDirectoryLock<T>(
  lock: string,
  timeoutMs: number,
  task: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  await until(() => taken(lock), { timeoutMs, what: `the lock ${lock}` });
  const refresh = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => clearInterval(refresh));
  }, REFRESH_MS);
  try {
    return await task();
  } finally {
    clearInterval(refresh);
    await rm(lock, { recursive: true, force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE_MS) await rm(lock, { recursive: true, force: true });
  return false;
}
