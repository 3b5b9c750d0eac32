import { RANGES } from './entry.js';

/** A set of ranges of a breach list: a bit each, 128 KiB. */
export class RangeSet {
  private constructor(readonly bits: Uint8Array) {}

  static empty(): RangeSet {
    return new RangeSet(new Uint8Array(RANGES / 8));
  }

  static all(): RangeSet {
    return new RangeSet(new Uint8Array(RANGES / 8).fill(255));
  }

  /** @param bits as `bits` gave them */
  static from(bits: Uint8Array): RangeSet {
    if (bits.length !== RANGES / 8) throw new Error('these are not the bits of a set of ranges');
    return new RangeSet(bits);
  }

  add(range: number): void {
    this.bits[range >> 3] = (this.bits[range >> 3] ?? 0) | (1 << (range & 7));
  }

  has(range: number): boolean {
    return ((this.bits[range >> 3] ?? 0) & (1 << (range & 7))) !== 0;
  }

  addAll(other: RangeSet): void {
    for (let at = 0; at < this.bits.length; at += 1)
      this.bits[at] = (this.bits[at] ?? 0) | (other.bits[at] ?? 0);
  }

  get size(): number {
    let size = 0;
    for (let byte of this.bits) for (; byte > 0; byte >>= 1) size += byte & 1;
    return size;
  }
}
