import { RANGE_DIGITS, rangeName } from '../domain/breach/entry.js';
import { LineError, LineParser } from '../domain/breach/line-parser.js';
import type { BreachFileWriter } from './breach-file-writer.js';
import type { HashPart } from './hash-source.js';

/** How much of a source was taken, up to the beginning of the range in progress. */
export interface Taken {
  /** Bytes, or ranges. */
  readonly position: number;
  readonly lines: number;
  /** Lines with the count 0, with which the range API pads its answers. */
  readonly ignored: number;
}

/** A line of a range's file that isn't understood. */
export class RangeLineError extends Error {
  override readonly name = 'RangeLineError';
}

/** Feeds the lines of a source to a writer, range by range. */
export class LineFeed {
  /** Where somebody who goes on later has to begin. */
  taken: Taken;
  private readonly parser: LineParser;
  private readonly before: Taken;
  private ignored: number;
  /** Of the parts that are whole ranges, and those that were taken before. */
  private lines: number;
  private range = -1;
  /** The first entry of a range, until the range has begun. */
  private waiting: readonly [high: number, low: number, count: number] | undefined;

  /**
   * @param digits of a whole hash
   * @param isIncrement whether ranges that the source doesn't have are copied from the list in use
   */
  constructor(
    private readonly writer: BreachFileWriter,
    private readonly digits: number,
    private readonly isIncrement: boolean,
    before: Taken,
  ) {
    this.before = before;
    this.taken = before;
    this.ignored = before.ignored;
    this.lines = before.lines;
    this.parser = new LineParser(digits, RANGE_DIGITS, (...entry) => this.onEntry(...entry));
  }

  /** @throws LineError, RangeLineError, OrderError */
  async take({ bytes, range }: HashPart): Promise<void> {
    if (range !== undefined) return this.takeRange(bytes, range);
    for (let at = 0; at < bytes.length;) {
      at = this.parser.push(bytes, at);
      await this.addWaiting();
    }
  }

  /** The source is over. @returns all that was taken. @throws LineError, OrderError */
  async end(): Promise<Taken> {
    this.parser.end();
    await this.addWaiting();
    const lines = this.lines + this.parser.line;
    return { position: this.taken.position, lines, ignored: this.ignored };
  }

  private onEntry(range: number, high: number, low: number, count: number): boolean {
    if (count === 0) {
      this.ignored += 1;
      return false;
    }
    if (range === this.range) {
      this.writer.add(high, low, count);
      return false;
    }
    this.range = range;
    this.waiting = [high, low, count];
    this.taken = {
      position: this.before.position + this.parser.completed,
      lines: this.before.lines + this.parser.line - 1,
      ignored: this.ignored,
    };
    return true;
  }

  private async addWaiting(): Promise<void> {
    if (!this.waiting) return;
    await this.writer.begin(this.range, this.isIncrement);
    this.writer.add(...this.waiting);
    this.waiting = undefined;
  }

  private async takeRange(bytes: Uint8Array, range: number): Promise<void> {
    // The range stays open until the next one begins, so who goes on later reads it again.
    this.taken = { position: range, lines: this.lines, ignored: this.ignored };
    await this.writer.begin(range, this.isIncrement);
    const parser = new LineParser(this.digits - RANGE_DIGITS, 0, (_range, high, low, count) => {
      if (count === 0) this.ignored += 1;
      else this.writer.add(high, low, count);
      return false;
    });
    try {
      parser.push(bytes);
      parser.end();
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      throw new RangeLineError(`range ${rangeName(range)}, ${error.message}`, { cause: error });
    }
    this.lines += parser.line;
  }
}
