import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import { decodeCount } from '../domain/breach/count-code.js';
import { ENTRY_BYTES, findIn, keyOf } from '../domain/breach/entry.js';
import { decodeHeader, decodeIndex, HEADER_BYTES, INDEX_BYTES } from './breach-file-format.js';

const readAsync = promisify(read);

/**
 * A breach list that is open for lookups. The index (4 MiB) is in memory; entries are read a range
 * at a time (6 KB in a list of a billion) and kept by the operating system's cache, so that the
 * process's memory doesn't grow with the list.
 */
export class BreachFile {
  readonly algorithm: BreachAlgorithm;
  readonly entries: number;
  private readonly index: Uint32Array;
  private scratch = Buffer.alloc(64 * 1024);
  private reading = 0;
  private isRetired = false;

  private constructor(private readonly fd: number) {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(fd, header, 0, HEADER_BYTES, 0);
    const { algorithm, entries } = decodeHeader(header, fstatSync(fd).size);
    this.algorithm = algorithm;
    this.entries = entries;
    const index = Buffer.alloc(INDEX_BYTES);
    readSync(fd, index, 0, INDEX_BYTES, HEADER_BYTES + entries * ENTRY_BYTES);
    this.index = decodeIndex(index);
    if (!isAscending(this.index, entries))
      throw new Error('the index of the breach list is broken');
  }

  /** @throws Error when the file isn't there or isn't a whole breach list */
  static open(path: string): BreachFile {
    const fd = openSync(path, 'r');
    try {
      return new BreachFile(fd);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** How often the digest was seen, rounded down past 127; 0 when never. */
  async count(digest: Uint8Array): Promise<number> {
    this.reading += 1;
    try {
      const { range, high, low } = keyOf(digest);
      const [at, length] = this.placeOf(range);
      const entries = Buffer.allocUnsafe(length);
      await readAsync(this.fd, entries, 0, length, at);
      return decodeCount(findIn(entries, length, high, low));
    } finally {
      this.reading -= 1;
      this.closeIfIdle();
    }
  }

  /** {@link count} that waits for the disk: for threads and jobs that have many to look up. */
  countSync(digest: Uint8Array): number {
    const { range, high, low } = keyOf(digest);
    const length = this.readRange(range);
    return decodeCount(findIn(this.scratch, length, high, low));
  }

  /** The entries of a range as they are stored; valid until the next read. */
  rangeSync(range: number): Uint8Array {
    return this.scratch.subarray(0, this.readRange(range));
  }

  /** Bytes of a range's entries. */
  lengthOf(range: number): number {
    return this.placeOf(range)[1];
  }

  /** Closes it as soon as nobody reads. */
  retire(): void {
    this.isRetired = true;
    this.closeIfIdle();
  }

  private readRange(range: number): number {
    const [at, length] = this.placeOf(range);
    if (length > this.scratch.length) this.scratch = Buffer.alloc(length * 2);
    if (length > 0) readSync(this.fd, this.scratch, 0, length, at);
    return length;
  }

  /** Where the range's entries are in the file, and their bytes. */
  private placeOf(range: number): readonly [at: number, length: number] {
    const start = this.index[range] ?? 0;
    const end = this.index[range + 1] ?? start;
    return [HEADER_BYTES + start * ENTRY_BYTES, (end - start) * ENTRY_BYTES];
  }

  private closeIfIdle(): void {
    if (!this.isRetired || this.reading > 0) return;
    this.isRetired = false;
    closeSync(this.fd);
  }
}

function isAscending(index: Uint32Array, entries: number): boolean {
  for (let at = 1; at < index.length; at += 1)
    if ((index[at] ?? 0) < (index[at - 1] ?? 0)) return false;
  return index[0] === 0 && index.at(-1) === entries;
}
