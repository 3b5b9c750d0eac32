import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processIdentity } from './process-identity.js';
import { takeProcessLock } from './process-lock.js';

// No process has a number that high: it is above PID_MAX_LIMIT of Linux.
const NOBODY = 2 ** 30;

describe('a process lock', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'authwarden-lock-'));
    file = join(directory, 'the.lock');
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is held by one at a time, and names who has it', () => {
    takeProcessLock(file);

    expect(takeProcessLock(file)).toEqual({ heldBy: process.pid });
  });

  it('can be taken again after its release, and leaves no file', () => {
    const first = takeProcessLock(file);
    if ('release' in first) first.release();

    const left = readdirSync(directory);
    const second = takeProcessLock(file);

    expect(left).toEqual([]);
    expect(second).toHaveProperty('release');
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: NOBODY, identity: 'boot/1' })],
    ['an earlier process with a living one’s number', aHolder({ identity: 'boot/1' })],
    ['a machine that crashed while writing', '{"pid":'],
    ['nobody', ''],
  ])('is taken from %s', (_whom, text) => {
    writeFileSync(file, text);

    const lock = takeProcessLock(file);

    expect(lock).toHaveProperty('release');
    expect(readFileSync(file, 'utf8')).toContain(`"pid":${process.pid}`);
    expect(readdirSync(directory)).toEqual(['the.lock']);
  });

  it('is not released once it is somebody else’s', () => {
    const lock = takeProcessLock(file);
    const other = aHolder({ pid: process.ppid, identity: processIdentity(process.ppid) ?? '' });
    writeFileSync(file, other);

    if ('release' in lock) lock.release();

    expect(readFileSync(file, 'utf8')).toBe(other);
  });
});

function aHolder(overrides: { pid?: number; identity?: string }): string {
  return JSON.stringify({ pid: process.pid, identity: '', ...overrides });
}
