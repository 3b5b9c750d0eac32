import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Runs `work` while no other process runs its own under the same lock. A lock whose process is gone
 * doesn't count.
 *
 * @param {string} directory stands for the lock while it exists
 * @param {() => Promise<void>} work
 * @param {(holder: number) => void} onWait called once when another process has it
 */
export async function underLock(directory, work, onWait) {
  mkdirSync(dirname(directory), { recursive: true });
  for (let waited = false; !take(directory); waited = true) {
    const holder = holderOf(directory);
    // A holder writes its number right after it has made the directory.
    if (holder === undefined || isAlive(holder)) {
      if (!waited && holder !== undefined) onWait(holder);
      await delay(POLL_MS);
      if (holder === undefined && holderOf(directory) === undefined) release(directory);
    } else {
      release(directory);
    }
  }
  try {
    await work();
  } finally {
    release(directory);
  }
}

function take(directory) {
  try {
    mkdirSync(directory);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(directory, 'pid'), String(process.pid));
  return true;
}

function release(directory) {
  rmSync(directory, { recursive: true, force: true });
}

function holderOf(directory) {
  try {
    return Number(readFileSync(join(directory, 'pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
