import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { RANGES } from '../domain/breach/entry.js';
import { RangeSet } from '../domain/breach/range-set.js';
import type { BreachFileWriter, WrittenSoFar } from './breach-file-writer.js';

const State = z.object({
  /** Source, list in use and manner of the import; another import begins anew. */
  identity: z.string(),
  /** Where the source is to be read on. */
  position: z.int().min(0),
  lines: z.int().min(0),
  nextRange: z.int().min(0).max(RANGES),
  entries: z.int().min(0),
  merged: z.int().min(0),
  ignored: z.int().min(0),
});

/** How far an import has come. */
export type ImportState = z.output<typeof State>;

/** What a writer needs to go on. */
export type Resumption = ImportState &
  WrittenSoFar & { readonly index: Uint32Array; readonly changed: RangeSet };

/** Keeps how far an import has come, beside its draft. */
export class ImportCheckpoint {
  constructor(private readonly draft: string) {}

  /** Call it when the draft is flushed. */
  async save(state: ImportState, { index, changed }: BreachFileWriter): Promise<void> {
    const parts = Buffer.concat([
      Buffer.from(`${JSON.stringify(state)}\n`),
      Buffer.from(index.buffer, index.byteOffset, index.byteLength),
      changed.bits,
    ]);
    await writeFile(`${this.draft}.at.new`, parts, { flush: true });
    await rename(`${this.draft}.at.new`, `${this.draft}.at`);
  }

  /** What an import of this identity left; undefined when there is nothing to go on from. */
  async load(identity: string): Promise<Resumption | undefined> {
    const bytes = await readFile(`${this.draft}.at`).catch(() => undefined);
    const end = bytes?.indexOf('\n') ?? -1;
    if (!bytes || end < 0) return undefined;
    const state = State.safeParse(JSON.parse(bytes.toString('utf8', 0, end)));
    const indexBytes = (RANGES + 1) * Uint32Array.BYTES_PER_ELEMENT;
    if (!state.success || state.data.identity !== identity) return undefined;
    if (bytes.length !== end + 1 + indexBytes + RANGES / 8) return undefined;
    // A view of 32-bit numbers has to begin at a multiple of four.
    const index = new Uint32Array(
      new Uint8Array(bytes.subarray(end + 1, end + 1 + indexBytes)).buffer,
    );
    return { ...state.data, index, changed: RangeSet.from(bytes.subarray(end + 1 + indexBytes)) };
  }

  async remove(): Promise<void> {
    await rm(`${this.draft}.at`, { force: true });
    await rm(this.draft, { force: true });
  }
}
