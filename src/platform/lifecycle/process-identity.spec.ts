import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { commandLine, pidIsTaken, processIdentity } from './process-identity.js';

describe("a process's identity", () => {
  it('stays the same while it lives, and differs from that of another', () => {
    const mine = processIdentity(process.pid);

    expect(mine).toBeDefined();
    expect(processIdentity(process.pid)).toBe(mine);
    expect(processIdentity(process.ppid)).not.toBe(mine);
  });

  it('is gone when the process is', async () => {
    const child = spawn(process.execPath, ['--eval', '']);
    const pid = child.pid ?? 0;
    const alive = processIdentity(pid);

    await once(child, 'exit');

    expect(alive).toBeDefined();
    expect(processIdentity(pid)).toBeUndefined();
    expect(pidIsTaken(pid)).toBe(false);
  });

  it('comes with the command line', () => {
    expect(commandLine(process.pid)).toContain('node');
    expect(commandLine(2 ** 30)).toBe('');
  });
});
