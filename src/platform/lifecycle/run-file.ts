import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says in `run.json` which process serves this data directory and where, for scripts beside it.
 *
 * @returns removes the file again
 */
export function writeRunFile(
  dataDir: string,
  run: { readonly pid: number; readonly url: string },
): () => Promise<void> {
  const file = join(dataDir, 'run.json');
  writeFileSync(file, `${JSON.stringify(run)}\n`, { mode: 0o600 });
  return () => {
    rmSync(file, { force: true });
    return Promise.resolve();
  };
}
