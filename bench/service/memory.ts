import { readFileSync } from 'node:fs';

/**
 * The most memory (resident set, bytes) that a process has had since it began; undefined where there
 * is no /proc.
 */
export function peakMemory(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
  } catch {
    return undefined;
  }
}
