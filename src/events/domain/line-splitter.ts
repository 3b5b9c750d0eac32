/** Bytes of the longest line that is read, its ending not counted. */
export const LONGEST_LINE = 64 * 1_024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NULS = /\0/g;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Takes a log in chunks of any size and hands over its lines: ended by LF or CRLF, as UTF-8 (what
 * isn't becomes U+FFFD), without NULs and a byte order mark at the start. A line longer than
 * {@link LONGEST_LINE} isn't handed over, as half a line could mislead a source, but counted.
 *
 * Every line is a string of its own: a source that keeps a piece of one doesn't keep its chunk.
 */
export class LineSplitter {
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private skipping = false;
  private lineCount = 0;
  private tooLongCount = 0;

  /** @param onLine gets each line and its number, from 1; lines that are too long have numbers too */
  constructor(private readonly onLine: (line: string, number: number) => void) {}

  /** Lines so far, those that were too long among them. */
  get lines(): number {
    return this.lineCount;
  }

  /** Lines so far that were too long to be handed over. */
  get tooLong(): number {
    return this.tooLongCount;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    let end = bytes.indexOf(LINE_FEED);
    if (end !== -1 && (this.pendingBytes > 0 || this.skipping)) {
      this.keep(bytes.subarray(0, end));
      this.flush();
      start = end + 1;
      end = bytes.indexOf(LINE_FEED, start);
    }
    while (end !== -1) {
      this.handOver(bytes, start, end);
      start = end + 1;
      end = bytes.indexOf(LINE_FEED, start);
    }
    if (start < bytes.length) this.keep(bytes.subarray(start));
  }

  /** Takes away what follows the last line ending; undefined when there is nothing, or too much. */
  takeUnfinished(): Buffer | undefined {
    if (this.pendingBytes === 0) return undefined;
    const unfinished = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    return unfinished;
  }

  /** Hands over a last line that has no line ending. */
  end(): void {
    if (this.pendingBytes > 0 || this.skipping) this.flush();
  }

  private keep(piece: Uint8Array): void {
    if (this.skipping) return;
    this.pending.push(piece);
    this.pendingBytes += piece.length;
    if (this.pendingBytes <= LONGEST_LINE + 1) return;
    this.skipping = true;
    this.pending = [];
    this.pendingBytes = 0;
  }

  private flush(): void {
    if (this.skipping) {
      this.lineCount += 1;
      this.tooLongCount += 1;
    } else {
      const line = Buffer.concat(this.pending);
      this.handOver(line, 0, line.length);
    }
    this.skipping = false;
    this.pending = [];
    this.pendingBytes = 0;
  }

  private handOver(bytes: Buffer, start: number, end: number): void {
    this.lineCount += 1;
    const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (stop - start > LONGEST_LINE) {
      this.tooLongCount += 1;
      return;
    }
    let line = bytes.toString('utf8', start, stop);
    if (this.lineCount === 1 && line.startsWith(BYTE_ORDER_MARK)) line = line.slice(1);
    if (line.includes('\0')) line = line.replace(NULS, '');
    this.onLine(line, this.lineCount);
  }
}
