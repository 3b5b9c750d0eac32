import { stat } from 'node:fs/promises';
import { CANARIES, DIGEST_DIGITS, type BreachAlgorithm } from '../domain/breach/algorithm.js';
import { RANGES } from '../domain/breach/entry.js';
import { gateComplaints, type GateSettings } from '../domain/breach/quality-gates.js';
import type { RangeSet } from '../domain/breach/range-set.js';
import type { BreachDirectory, BreachManifest } from './breach-directory.js';
import { BreachFile } from './breach-file.js';
import { BreachFileWriter } from './breach-file-writer.js';
import { type HashSource, SourceUnavailable } from './hash-source.js';
import { ImportCheckpoint } from './import-checkpoint.js';
import { LineFeed, type Taken } from './line-feed.js';

/** A checkpoint costs 4 MiB of writing. */
const CHECKPOINT_EVERY = { bytes: 256 << 20, ranges: 16_384 };

const NOTHING_TAKEN: Taken = { position: 0, lines: 0, ignored: 0 };

/** What is to be imported, and how. */
export interface BreachImport {
  readonly source: HashSource;
  readonly algorithm: BreachAlgorithm;
  /** An increment replaces the ranges that it has and keeps the others of the list in use. */
  readonly isIncrement: boolean;
  readonly gates: GateSettings;
  readonly now: () => Date;
  /** @param done in the unit of the source's total */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly abort?: AbortSignal | undefined;
  /** Bytes, or ranges, after which it notes how far it has come. */
  readonly checkpointEvery?: number;
}

/** What an import came to. */
export interface ImportReport {
  readonly manifest: BreachManifest;
  readonly lines: number;
  /** Lines with the count 0, with which the range API pads its answers. */
  readonly ignored: number;
  /** Lines whose 60 bits were those of the line before. */
  readonly merged: number;
  /** Whether it went on from where an earlier one was interrupted. */
  readonly isResumed: boolean;
}

/** The list wasn't taken: a gate of quality is shut. The one in use stays. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
}

/**
 * Reads a list, writes it beside the one in use, and swaps the two when every line was understood
 * and the gates are open. Interrupted, it goes on from its last checkpoint next time, where its
 * source can be read again.
 *
 * @throws LineError, RangeLineError, OrderError, GateClosed, ImportInProgress, SourceUnavailable;
 *   the abort's reason
 */
export async function importBreachList(
  directory: BreachDirectory,
  wanted: BreachImport,
): Promise<ImportReport> {
  await directory.make();
  const lock = directory.lock(wanted.algorithm);
  try {
    const inUse = await directory.manifest(wanted.algorithm);
    if (wanted.isIncrement && !inUse)
      throw new GateClosed('There is no list yet that an increment could be added to.');
    const base = inUse && BreachFile.open(directory.filePath(inUse.file));
    try {
      return await new Importing(directory, wanted, inUse, base).run();
    } finally {
      base?.retire();
    }
  } finally {
    lock.release();
  }
}

/** One import, while it runs. */
class Importing {
  private readonly draft: string;
  private readonly checkpoint: ImportCheckpoint;
  private readonly identity: string;

  constructor(
    private readonly directory: BreachDirectory,
    private readonly wanted: BreachImport,
    private readonly inUse: BreachManifest | undefined,
    private readonly base: BreachFile | undefined,
  ) {
    this.draft = directory.draftPath(wanted.algorithm);
    this.checkpoint = new ImportCheckpoint(this.draft);
    const { source, isIncrement } = wanted;
    this.identity = `${source.identity} ${isIncrement} ${inUse?.generation ?? 0}`;
  }

  async run(): Promise<ImportReport> {
    const { algorithm, source, isIncrement, abort } = this.wanted;
    const left =
      source.identity === undefined ? undefined : await this.checkpoint.load(this.identity);
    const writer = left
      ? await BreachFileWriter.resume(this.draft, this.base, left)
      : await BreachFileWriter.create(this.draft, this.base);
    try {
      const { lines, ignored } = await this.readAll(writer, left ?? NOTHING_TAKEN);
      const entries = await writer.finish(algorithm, isIncrement);
      const manifest = await this.admit(entries, writer.changed);
      await this.checkpoint.remove();
      return { manifest, lines, ignored, merged: writer.merged, isResumed: left !== undefined };
    } catch (error) {
      await writer.close();
      // What is wrong, or can't be read again, is never gone on from.
      const mayGoOn = (abort?.aborted ?? false) || error instanceof SourceUnavailable;
      if (!mayGoOn || source.identity === undefined) await this.checkpoint.remove();
      throw error;
    }
  }

  private async readAll(writer: BreachFileWriter, before: Taken): Promise<Taken> {
    const { source, algorithm, isIncrement, onProgress, abort, checkpointEvery } = this.wanted;
    const every =
      checkpointEvery ?? CHECKPOINT_EVERY[source.ranges === undefined ? 'bytes' : 'ranges'];
    const feed = new LineFeed(writer, DIGEST_DIGITS[algorithm], isIncrement, before);
    let done = before.position;
    let noted = done;
    for await (const part of source.read(done)) {
      abort?.throwIfAborted();
      await feed.take(part);
      done = part.range === undefined ? done + part.bytes.length : part.range + 1;
      onProgress?.(done, source.total);
      if (source.identity === undefined || done - noted < every) continue;
      noted = done;
      await writer.flush();
      const state = { ...writer.soFar, ...feed.taken, identity: this.identity };
      await this.checkpoint.save(state, writer);
    }
    return feed.end();
  }

  /** @throws GateClosed */
  private async admit(entries: number, changed: RangeSet): Promise<BreachManifest> {
    const { algorithm, source, isIncrement, gates, now } = this.wanted;
    const draft = BreachFile.open(this.draft);
    const canaries = CANARIES[algorithm];
    const found = canaries.filter((digest) => draft.countSync(Buffer.from(digest, 'hex')) > 0);
    draft.retire();
    const complaints = gateComplaints(
      {
        entries,
        missingRanges: isIncrement ? 0 : RANGES - (source.ranges ?? RANGES),
        canariesFound: found.length,
        canariesWanted: canaries.length,
        previousEntries: this.inUse?.entries,
      },
      gates,
    );
    if (complaints.length > 0) throw new GateClosed(complaints.join(' '));
    return this.directory.swap(
      {
        algorithm,
        generation: (this.inUse?.generation ?? 0) + 1,
        entries,
        bytes: (await stat(this.draft)).size,
        importedAt: now().toISOString(),
      },
      changed,
    );
  }
}
