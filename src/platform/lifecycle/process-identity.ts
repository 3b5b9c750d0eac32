import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LINUX = process.platform === 'linux';
// Fields 3 (state) and 22 (starttime) of proc_pid_stat(5), counted from the one after the name.
const STATE = 0;
const START_TIME = 19;

/**
 * Tells one process from a later one with the same number: its start time and, on Linux, the boot
 * that the time counts from. Undefined when no such process runs; a zombie doesn't.
 */
export function processIdentity(pid: number): string | undefined {
  return LINUX ? linuxIdentity(pid) : psIdentity(pid);
}

/** The process's command line with one space between the arguments; empty when there is none. */
export function commandLine(pid: number): string {
  if (!LINUX) return ps(pid, 'command=') ?? '';
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** Whether the number is taken, be it by a zombie or by somebody else's process. */
export function pidIsTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function linuxIdentity(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name before the last parenthesis is the process's own choice and may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields?.[STATE];
  if (!fields || state === 'Z' || state === 'X') return undefined;
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown';
  return `${boot}/${fields[START_TIME] ?? ''}`;
}

function psIdentity(pid: number): string | undefined {
  const line = ps(pid, 'state=,lstart=');
  return line === undefined || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

function ps(pid: number, format: string): string | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', format, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
