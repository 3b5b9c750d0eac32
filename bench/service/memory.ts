import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The most memory (resident set, bytes) that a process has had since it began or since
 * {@link forgetPeak}. Undefined where there is no /proc.
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

/** Makes the present use the highest so far (proc(5), clear_refs); where it can't, peaks stay. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Without it the peak of what came before is reported, which is no smaller.
  }
}
