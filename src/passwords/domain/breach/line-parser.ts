/** What a line is wrong about. */
export type LineFault =
  | 'it holds no hexadecimal digits where a hash should be'
  | 'its hash is too short'
  | 'its hash is too long; SHA-1 and NTLM may be mixed'
  | 'it has no count'
  | 'its count is no number below 2^40';

/** The first line that isn't `HASH:COUNT`. The line itself isn't repeated. */
export class LineError extends Error {
  override readonly name = 'LineError';

  constructor(
    /** From 1. */
    readonly line: number,
    readonly fault: LineFault,
  ) {
    super(`line ${line}: ${fault}`);
  }
}

/**
 * Takes the 60 bits and the count of a line; `range` is 0 where lines begin after it. Answers
 * whether to wait: the rest of the bytes is then left for another `push`.
 */
export type OnEntry = (range: number, high: number, low: number, count: number) => boolean;

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;
const MAX_COUNT = 2 ** 40;

/** Value of each byte as a hexadecimal digit; 255 for those that are none. */
const HEX = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value += 1)
  for (const digit of [value.toString(16), value.toString(16).toUpperCase()])
    HEX[digit.charCodeAt(0)] = value;

/**
 * Reads `HASH:COUNT` lines from bytes that may be cut anywhere, and trusts none of them. Empty
 * lines are left out. One pass, nothing is copied.
 */
export class LineParser {
  /** Lines begun so far. */
  line = 0;
  /** Bytes up to the end of the last whole line: where somebody who reads on later begins. */
  completed = 0;
  private seen = 0;
  private pending = 0;
  private digits = 0;
  private range = 0;
  private high = 0;
  private low = 0;
  private count = -1;
  private isCounting = false;

  /**
   * @param wanted digits of a line's hash
   * @param rangeDigits how many of them name the range; 0 where a file does
   */
  constructor(
    private readonly wanted: number,
    private readonly rangeDigits: number,
    private readonly onEntry: OnEntry,
  ) {}

  /**
   * @param from where to begin in `bytes`
   * @returns how far it got: the length of `bytes`, or less when it was asked to wait
   * @throws LineError
   */
  push(bytes: Uint8Array, from = 0): number {
    let at = from;
    let waits = false;
    while (at < bytes.length && !waits) {
      const byte = bytes[at] ?? 0;
      at += 1;
      if (byte === LF) {
        waits = this.endLine();
        this.completed = this.seen + at - from;
      } else if (byte !== CR) this.take(byte);
    }
    this.seen += at - from;
    return at;
  }

  /** The input is over; the last line needs no line feed. @throws LineError */
  end(): void {
    if (this.pending > 0) this.endLine();
  }

  private take(byte: number): void {
    if (this.pending === 0) this.line += 1;
    this.pending += 1;
    if (this.isCounting) this.takeCount(byte);
    else if (byte === COLON) this.endHash();
    else this.takeDigit(byte);
  }

  private takeDigit(byte: number): void {
    const value = HEX[byte] ?? 255;
    if (value === 255) throw this.error('it holds no hexadecimal digits where a hash should be');
    const place = this.digits - this.rangeDigits;
    if (place < 0) this.range = (this.range << 4) | value;
    else if (place < 2) this.high = (this.high << 4) | value;
    else if (place < 10) this.low = (this.low << 4) | value;
    this.digits += 1;
    if (this.digits > this.wanted)
      throw this.error('its hash is too long; SHA-1 and NTLM may be mixed');
  }

  private endHash(): void {
    if (this.digits < this.wanted) throw this.error('its hash is too short');
    this.isCounting = true;
  }

  private takeCount(byte: number): void {
    const digit = byte - 0x30;
    const count = Math.max(0, this.count) * 10 + digit;
    if (digit < 0 || digit > 9 || count >= MAX_COUNT)
      throw this.error('its count is no number below 2^40');
    this.count = count;
  }

  private endLine(): boolean {
    if (this.pending === 0) return false;
    if (!this.isCounting && this.digits < this.wanted) throw this.error('its hash is too short');
    if (this.count < 0) throw this.error('it has no count');
    const waits = this.onEntry(this.range, this.high, this.low >>> 0, this.count);
    this.pending = 0;
    this.digits = 0;
    this.range = 0;
    this.high = 0;
    this.low = 0;
    this.count = -1;
    this.isCounting = false;
    return waits;
  }

  private error(fault: LineFault): LineError {
    return new LineError(this.line, fault);
  }
}
