const DIGIT_ZERO = 48;
const MINUS = 45;
/** Integers below it fit into V8's small integers, whose division is cheap. */
const BILLION = 1_000_000_000;
const DIGITS_OF_BILLION = 9;

/**
 * A text that is put together straight as UTF-8 bytes: for what is written to the database in such
 * numbers that the strings in between would cost more than their contents.
 */
export class TextBytes {
  private buffer: Buffer;
  private length = 0;

  /** @param initialBytes it grows when more is needed */
  constructor(initialBytes = 4_096) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.length = 0;
  }

  /** @param text without any character beyond ASCII, which would come out as another */
  ascii(text: string): void {
    this.reserve(text.length);
    const { buffer } = this;
    let { length } = this;
    for (let i = 0; i < text.length; i += 1) buffer[length++] = text.charCodeAt(i);
    this.length = length;
  }

  utf8(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }

  /** As JSON writes numbers. */
  number(value: number): void {
    if (!Number.isSafeInteger(value)) return this.ascii(String(value));
    this.reserve(20);
    let rest = value;
    if (rest < 0) {
      this.buffer[this.length++] = MINUS;
      rest = -rest;
    }
    if (rest < BILLION) return this.digits(rest, digitsOf(rest));
    const high = Math.floor(rest / BILLION);
    this.digits(high, digitsOf(high));
    this.digits(rest - high * BILLION, DIGITS_OF_BILLION);
  }

  /** What was written; valid until more is. */
  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  toString(): string {
    return this.buffer.toString('utf8', 0, this.length);
  }

  private digits(value: number, count: number): void {
    const { buffer, length } = this;
    let rest = value;
    for (let i = length + count - 1; i >= length; i -= 1) {
      const next = Math.trunc(rest / 10);
      buffer[i] = DIGIT_ZERO + rest - next * 10;
      rest = next;
    }
    this.length = length + count;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}

function digitsOf(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count += 1;
  return count;
}
