const DIGIT_ZERO = 48;
/** Longer integers are written in two parts, each of which fits into 31 bits. */
const BILLION = 1_000_000_000;
const DIGITS_OF_BILLION = 9;
const MOST_DIGITS = 16;

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
    if (!Number.isSafeInteger(value) || value < 0) return this.ascii(String(value));
    this.reserve(MOST_DIGITS);
    if (value < BILLION) return this.digits(value | 0, digitsOf(value | 0));
    const high = Math.floor(value / BILLION);
    this.digits(high | 0, digitsOf(high | 0));
    this.digits((value - high * BILLION) | 0, DIGITS_OF_BILLION);
  }

  /** What was written; valid until more is. */
  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  toString(): string {
    return this.buffer.toString('utf8', 0, this.length);
  }

  /** @param value an integer of 31 bits; divided as such it costs a third */
  private digits(value: number, count: number): void {
    const { buffer, length } = this;
    let rest = value;
    for (let i = length + count - 1; i >= length; i -= 1) {
      const next = (rest / 10) | 0;
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
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1_000) return 3;
  if (value < 10_000) return 4;
  if (value < 100_000) return 5;
  if (value < 1_000_000) return 6;
  if (value < 10_000_000) return 7;
  return value < 100_000_000 ? 8 : 9;
}
