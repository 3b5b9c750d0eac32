import { BinaryValues } from './binary-values.js';

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** Rows in the binary format of PostgreSQL's COPY, with their columns in the order of the statement. */
export class BinaryCopy extends BinaryValues {
  constructor(initialBytes = 1 << 20) {
    super(initialBytes);
    HEADER.copy(this.buffer);
    this.length = HEADER.length;
  }

  row(columns: number): void {
    this.reserve(2);
    this.put16(columns);
  }

  /** Takes away what was written since the last time, to be sent while the rest is being made. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.buffer = Buffer.allocUnsafe(this.buffer.length);
    this.length = 0;
    return taken;
  }

  /** Ends the copy: the last piece of it. */
  finish(): Buffer {
    this.reserve(2);
    this.put16(-1);
    return this.buffer.subarray(0, this.length);
  }
}
