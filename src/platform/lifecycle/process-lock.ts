import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { processIdentity } from './process-identity.js';

const Holder = z.object({ pid: z.int().positive(), identity: z.string() });
type Holder = z.output<typeof Holder>;

/** A lock that is held until `release`, or until the process that took it is gone. */
export interface ProcessLock {
  release(): void;
}

/** Another living process holds the lock. */
export interface LockHeld {
  readonly heldBy: number;
}

/**
 * Takes the lock that `file` stands for. The file names its holder by number and start time, so
 * neither a killed process nor a later one with the same number keeps it. Processes of other
 * machines or containers that share the directory aren't seen.
 */
export function takeProcessLock(file: string): ProcessLock | LockHeld {
  const mine = JSON.stringify({
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
  } satisfies Holder);
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    while (!tryLink(draft, file)) {
      const text = readText(file);
      if (text === undefined) continue;
      const holder = parseHolder(text);
      if (holder && processIdentity(holder.pid) === holder.identity) return { heldBy: holder.pid };
      setAside(file, text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (readText(file) === mine) rmSync(file, { force: true });
    },
  };
}

/** Removes a dead holder's file, unless another process has put its own there meanwhile. */
function setAside(file: string, dead: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Somebody else was faster; the caller looks again.
  }
  if (readText(aside) !== dead) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
