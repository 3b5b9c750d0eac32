import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareDataDirectory } from './data-directory.js';
import { StartupError } from './startup-error.js';

describe('data directory', () => {
  const made: string[] = [];

  afterEach(async () => {
    for (const path of made.splice(0)) await rm(path, { recursive: true, force: true });
  });

  it('is made with every directory above it', async () => {
    const root = await mkdtemp(join(tmpdir(), 'authwarden-data-'));
    made.push(root);

    const path = await prepareDataDirectory(join(root, 'a/b/c'));

    expect((await stat(path)).isDirectory()).toBe(true);
  });

  it('is refused at once where the kernel makes no directories', async () => {
    await expect(prepareDataDirectory('/proc/nowhere/data')).rejects.toThrow(StartupError);
  });
});
