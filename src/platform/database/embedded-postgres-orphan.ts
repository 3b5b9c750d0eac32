import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, pidIsTaken, processIdentity } from '../lifecycle/process-identity.js';
import { StartupError } from '../lifecycle/startup-error.js';

const POLL_MS = 50;
/** A fast shutdown writes a checkpoint; on a slow disk that takes its time. */
const STOP_MS = 120_000;
const DETACH_MS = 30_000;

/** What a postmaster.pid says; its lines are fixed by PostgreSQL's miscadmin.h (LOCK_FILE_LINE_*). */
interface PidFile {
  readonly pid: number;
  /** Key and number of the shared memory that every process of the cluster is attached to. */
  readonly sharedMemory: readonly [key: string, id: string] | undefined;
}

/**
 * Clears away what a killed Authwarden left: a PostgreSQL that still runs on the cluster is shut
 * down cleanly; a pid file whose number now belongs to some other process is removed, which
 * PostgreSQL by itself never does. All other stale pid files PostgreSQL judges best.
 *
 * The caller holds the lock of this cluster, so no living Authwarden needs that PostgreSQL.
 *
 * @throws StartupError when the old processes don't go away
 */
export async function clearOrphan(cluster: string, log: (message: string) => void): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const left = readPidFile(file);
  if (!left) return;
  if (isPostmasterOf(left.pid, cluster)) {
    log(`stopping the PostgreSQL (process ${left.pid}) that an earlier start left running`);
    await stopForeign(left.pid);
    return;
  }
  if (!pidIsTaken(left.pid)) return;
  // Without the file PostgreSQL couldn't tell that children of the dead postmaster still write.
  await until(
    () => !isAttached(left.sharedMemory),
    DETACH_MS,
    `processes of an earlier PostgreSQL still use ${cluster}`,
  );
  log(`removing a stale postmaster.pid: process ${left.pid} is something else now`);
  await rm(file, { force: true });
}

/** Whether the process is a PostgreSQL that was started on this cluster; `-D` is the first argument. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  const line = commandLine(pid);
  const flag = line.indexOf(' -D ');
  return (
    line.slice(0, flag).endsWith('/postgres') && line.slice(flag).startsWith(` -D ${cluster} `)
  );
}

async function stopForeign(pid: number): Promise<void> {
  const identity = processIdentity(pid);
  const gone = () => processIdentity(pid) !== identity;
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (!gone())
      throw new StartupError(`PostgreSQL (process ${pid}) can't be stopped: ${String(error)}`);
  }
  await until(gone, STOP_MS, `PostgreSQL (process ${pid}) of an earlier start doesn't stop`);
}

async function until(done: () => boolean, limitMs: number, complaint: string): Promise<void> {
  const end = performance.now() + limitMs;
  while (!done()) {
    if (performance.now() > end) throw new StartupError(`${complaint}; stop it and start again.`);
    await delay(POLL_MS);
  }
}

function readPidFile(file: string): PidFile | undefined {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    const [key, id] = (lines[6] ?? '').trim().split(/\s+/);
    return { pid, sharedMemory: key && id ? [key, id] : undefined };
  } catch {
    return undefined;
  }
}

/** Looks the segment up in /proc/sysvipc/shm: key, number, …, and as the 7th column who is attached. */
function isAttached(segment: PidFile['sharedMemory']): boolean {
  if (!segment) return false;
  try {
    return readFileSync('/proc/sysvipc/shm', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .some(([key, id, , , , , attached]) => {
        return key === segment[0] && id === segment[1] && Number(attached) > 0;
      });
  } catch {
    return false;
  }
}
