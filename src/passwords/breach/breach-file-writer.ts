import { type FileHandle, open } from 'node:fs/promises';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import { encodeCount } from '../domain/breach/count-code.js';
import { ENTRY_BYTES, RANGES } from '../domain/breach/entry.js';
import { RangeSet } from '../domain/breach/range-set.js';
import { encodeHeader, encodeIndex, HEADER_BYTES } from './breach-file-format.js';
import type { BreachFile } from './breach-file.js';

const WRITE_BYTES = 8 << 20;
/** Have I Been Pwned has some thousands; whoever sends more wants our memory. */
const MOST_IN_A_RANGE = 1_000_000;
/** The index counts with 32 bits. */
const MOST_ENTRIES = 0xffff_ffff;
const OUT_OF_ORDER = 'the hashes are not in order; take the file that is ordered by hash';

/** Entries that no list has: out of order, or too many. */
export class OrderError extends Error {
  override readonly name = 'OrderError';
}

/** How far a list was written, enough to go on from. */
export interface WrittenSoFar {
  readonly nextRange: number;
  readonly entries: number;
  /** Entries whose 60 bits were those of the one before. */
  readonly merged: number;
}

/** Writes a breach list in order, and notes which ranges differ from the list in use. */
export class BreachFileWriter {
  readonly changed: RangeSet;
  /** How many entries come before each range. */
  readonly index: Uint32Array;
  private entries: number;
  /** Entries whose 60 bits were those of the one before. */
  merged: number;
  /** Range whose entries are being collected. */
  private range: number;
  private bucket = Buffer.alloc(64 * 1024);
  private bucketBytes = 0;
  private isBegun = false;
  private isClosed = false;
  private lastHigh = -1;
  private lastLow = -1;
  private readonly out = Buffer.allocUnsafe(WRITE_BYTES);
  private outBytes = 0;
  private written: number;

  private constructor(
    private readonly file: FileHandle,
    private readonly base: BreachFile | undefined,
    from: WrittenSoFar & { readonly index: Uint32Array; readonly changed: RangeSet },
  ) {
    ({ entries: this.entries, merged: this.merged, nextRange: this.range } = from);
    ({ index: this.index, changed: this.changed } = from);
    this.written = HEADER_BYTES + this.entries * ENTRY_BYTES;
  }

  /** @param base the list in use, to compare with and to copy from */
  static async create(path: string, base: BreachFile | undefined): Promise<BreachFileWriter> {
    return new BreachFileWriter(await open(path, 'w', 0o640), base, {
      nextRange: 0,
      entries: 0,
      merged: 0,
      index: new Uint32Array(RANGES + 1),
      changed: RangeSet.empty(),
    });
  }

  /** Goes on with what an earlier writer left; what it wrote past `from` is cut off. */
  static async resume(
    path: string,
    base: BreachFile | undefined,
    from: WrittenSoFar & { readonly index: Uint32Array; readonly changed: RangeSet },
  ): Promise<BreachFileWriter> {
    const file = await open(path, 'r+');
    await file.truncate(HEADER_BYTES + from.entries * ENTRY_BYTES);
    return new BreachFileWriter(file, base, from);
  }

  /**
   * Begins a range that comes after the last one; those between get no entries, or the base's.
   *
   * @throws OrderError
   */
  async begin(range: number, copyBetween: boolean): Promise<void> {
    if (range < this.range) throw new OrderError(OUT_OF_ORDER);
    await this.advanceTo(range, copyBetween);
    this.isBegun = true;
  }

  /** One entry of the range that has begun. @throws OrderError */
  add(high: number, low: number, count: number): void {
    if (high === this.lastHigh && low === this.lastLow) return this.merge(count);
    if (high < this.lastHigh || (high === this.lastHigh && low < this.lastLow))
      throw new OrderError(OUT_OF_ORDER);
    this.lastHigh = high;
    this.lastLow = low;
    if (this.bucketBytes + ENTRY_BYTES > this.bucket.length) this.growBucket();
    const at = this.bucketBytes;
    this.bucket[at] = high;
    this.bucket.writeUInt32BE(low, at + 1);
    this.bucket[at + 5] = encodeCount(count);
    this.bucketBytes = at + ENTRY_BYTES;
  }

  /** Hands what was collected to the file. */
  async flush(): Promise<void> {
    await this.file.write(this.out, 0, this.outBytes, this.written);
    this.written += this.outBytes;
    this.outBytes = 0;
  }

  /** What is safely in the file: whole ranges only. Call `flush` first. */
  get soFar(): WrittenSoFar {
    return { nextRange: this.range, entries: this.entries, merged: this.merged };
  }

  /** Writes index and header; the list is on the disk when this is done. @returns its entries */
  async finish(algorithm: BreachAlgorithm, copyRest: boolean): Promise<number> {
    await this.advanceTo(RANGES, copyRest);
    await this.flush();
    const index = encodeIndex(this.index);
    await this.file.write(index, 0, index.length, this.written);
    await this.file.write(encodeHeader({ algorithm, entries: this.entries }), 0, HEADER_BYTES, 0);
    await this.file.sync();
    await this.close();
    return this.entries;
  }

  /** Twice does no harm. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.file.close();
  }

  private merge(count: number): void {
    const at = this.bucketBytes - 1;
    this.bucket[at] = Math.max(this.bucket[at] ?? 0, encodeCount(count));
    this.merged += 1;
  }

  private copyRange(): void {
    const bytes = this.base?.rangeSync(this.range) ?? new Uint8Array();
    while (bytes.length > this.bucket.length) this.growBucket();
    this.bucket.set(bytes);
    this.bucketBytes = bytes.length;
  }

  /** Goes on to a range; those between get nothing, or what the base has. */
  private async advanceTo(range: number, copyBetween: boolean): Promise<void> {
    while (this.range < range) {
      if (copyBetween && !this.isBegun) this.copyRange();
      if (this.outBytes + this.bucketBytes > this.out.length) await this.flush();
      this.endRange();
    }
  }

  /** The range is whole: compares it, puts it to the others and goes on to the next. */
  private endRange(): void {
    if (this.bucketBytes > 0 || this.base?.lengthOf(this.range) !== 0) {
      const bytes = this.bucket.subarray(0, this.bucketBytes);
      if (!this.base || !bytes.equals(this.base.rangeSync(this.range)))
        this.changed.add(this.range);
      bytes.copy(this.out, this.outBytes);
    }
    this.outBytes += this.bucketBytes;
    this.entries += this.bucketBytes / ENTRY_BYTES;
    if (this.entries > MOST_ENTRIES)
      throw new OrderError(`it has more than ${MOST_ENTRIES} hashes`);
    this.range += 1;
    this.index[this.range] = this.entries;
    this.bucketBytes = 0;
    this.isBegun = false;
    this.lastHigh = -1;
    this.lastLow = -1;
  }

  private growBucket(): void {
    if (this.bucket.length >= MOST_IN_A_RANGE * ENTRY_BYTES)
      throw new OrderError(`a range has more than ${MOST_IN_A_RANGE} hashes`);
    this.bucket = Buffer.concat([this.bucket, Buffer.alloc(this.bucket.length)]);
  }
}
