import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { takeProcessLock, type ProcessLock } from '../../platform/lifecycle/process-lock.js';
import { BREACH_ALGORITHMS, type BreachAlgorithm } from '../domain/breach/algorithm.js';
import { RangeSet } from '../domain/breach/range-set.js';

/** Generations whose changed ranges are kept; who saw an older one looks everything up. */
const KEPT_CHANGES = 32;

/** What is said of the list in use; it is what makes a file the list. */
export const BreachManifest = z.object({
  algorithm: z.enum(BREACH_ALGORITHMS),
  /** Counts up with each import. */
  generation: z.int().min(1),
  file: z.string().regex(/^[a-z0-9.-]+$/),
  entries: z.int().min(0),
  bytes: z.int().min(0),
  importedAt: z.iso.datetime(),
  /** Ranges that differ from the generation before. */
  changedRanges: z.int().min(0),
});
export type BreachManifest = z.output<typeof BreachManifest>;

/** Another process is importing a list of this kind. */
export class ImportInProgress extends Error {
  override readonly name = 'ImportInProgress';
}

/**
 * The directory that holds the breach lists. For each algorithm: a manifest, the file that it
 * names, which ranges changed with the last generations, and while an import runs its draft.
 */
export class BreachDirectory {
  constructor(readonly path: string) {}

  async make(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o750 });
  }

  manifestPath(algorithm: BreachAlgorithm): string {
    return join(this.path, `${algorithm}.json`);
  }

  filePath(file: string): string {
    return join(this.path, file);
  }

  draftPath(algorithm: BreachAlgorithm): string {
    return join(this.path, `${algorithm}.draft`);
  }

  /** undefined when there is no list. @throws Error when the manifest is broken */
  async manifest(algorithm: BreachAlgorithm): Promise<BreachManifest | undefined> {
    const text = await readFile(this.manifestPath(algorithm), 'utf8').catch(ifMissing);
    return text === undefined ? undefined : BreachManifest.parse(JSON.parse(text));
  }

  /** @throws ImportInProgress */
  lock(algorithm: BreachAlgorithm): ProcessLock {
    const lock = takeProcessLock(join(this.path, `${algorithm}.lock`));
    if ('heldBy' in lock)
      throw new ImportInProgress(`process ${lock.heldBy} is importing a ${algorithm} list`);
    return lock;
  }

  /**
   * Makes the draft the list in use: readers see the old one or the new one, never a part. What no
   * generation needs any more is removed; who has the old file open keeps reading it.
   */
  async swap(
    draft: Omit<BreachManifest, 'file' | 'changedRanges'>,
    changed: RangeSet,
  ): Promise<BreachManifest> {
    const { algorithm, generation } = draft;
    const file = `${algorithm}.${generation}.breach`;
    const manifest = { ...draft, file, changedRanges: changed.size };
    await rename(this.draftPath(algorithm), this.filePath(file));
    await writeFile(this.filePath(`${algorithm}.${generation}.changes`), changed.bits);
    const written = `${this.manifestPath(algorithm)}.new`;
    await writeFile(written, `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true });
    await rename(written, this.manifestPath(algorithm));
    await this.removeOld(algorithm, generation);
    return manifest;
  }

  /** Ranges that changed after a generation; undefined when that isn't known any more. */
  async changedSince(manifest: BreachManifest, since: number): Promise<RangeSet | undefined> {
    const changed = RangeSet.empty();
    for (let one = since + 1; one <= manifest.generation; one += 1) {
      const file = this.filePath(`${manifest.algorithm}.${one}.changes`);
      const bits = await readFile(file).catch(ifMissing);
      if (!bits) return undefined;
      changed.addAll(RangeSet.from(bits));
    }
    return changed;
  }

  private async removeOld(algorithm: BreachAlgorithm, newest: number): Promise<void> {
    for (const name of await readdir(this.path)) {
      const [kind, generation = '', ending] = name.split('.');
      if (kind !== algorithm || !/^\d+$/.test(generation)) continue;
      const keep = ending === 'changes' ? KEPT_CHANGES : 1;
      if (Number(generation) <= newest - keep) await rm(this.filePath(name), { force: true });
    }
  }
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
