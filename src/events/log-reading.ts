import type { AuthEvent } from './domain/auth-event.js';
import { isWithin, type TimeRange } from './domain/event-time-range.js';
import { LineSplitter, LONGEST_LINE } from './domain/line-splitter.js';
import type { PreparedEvent } from './domain/prepared-event.js';
import type { LineVerdict, LogReader, Source } from './domain/source.js';
import type { IngestService } from './ingest.service.js';
import type { StreamMove } from './log-stream.repository.js';

const LINE_FEED = Buffer.from('\n');

/** What was found in a log. Times are milliseconds since the epoch. */
export interface LogSummary {
  format: string;
  lines: number;
  events: number;
  duplicates: number;
  ignored: number;
  unparsed: number;
  signals: number;
  firstEventAt: number | undefined;
  lastEventAt: number | undefined;
}

/** One log while it is being read. */
export class LogReading {
  readonly summary: LogSummary;
  readonly verdicts: Record<LineVerdict, number> = { parsed: 0, ignored: 0, unparsed: 0 };
  private readonly reader: LogReader;
  private readonly splitter: LineSplitter;
  private readonly emit = (event: AuthEvent) => this.take(event);
  private gathered: PreparedEvent[] = [];
  private inFlight: Promise<void> = Promise.resolve();

  /**
   * @param open starts a reader where another one stopped
   * @param held the unfinished last line of the request before, of the same stream
   */
  constructor(
    private readonly source: Source,
    private readonly open: (saved: unknown) => LogReader,
    saved: unknown,
    private readonly times: TimeRange,
    private readonly ingest: IngestService,
    private held: Buffer | undefined,
  ) {
    this.reader = open(saved);
    this.splitter = new LineSplitter((line) => {
      this.verdicts[this.reader.read(line, this.emit)] += 1;
    });
    this.summary = {
      format: source.format,
      lines: 0,
      events: 0,
      duplicates: 0,
      ignored: 0,
      unparsed: 0,
      signals: 0,
      firstEventAt: undefined,
      lastEventAt: undefined,
    };
  }

  get pending(): number {
    return this.gathered.length;
  }

  push(chunk: Uint8Array): void {
    if (this.held && chunk.length > 0) {
      this.splitter.push(this.held);
      // Where a line begins after what may be one, that was whole and only lacked its ending. What
      // begins may also be the rest of a line: `8 May 2010 …` after `2`.
      if (this.isLine(this.held) && this.isLine(chunk)) this.splitter.push(LINE_FEED);
      this.held = undefined;
    }
    this.splitter.push(chunk);
  }

  /**
   * @param how the log `closes` with its open sessions; or its stream goes on later, with or without
   *   what follows its last line ending
   * @returns the unfinished last line of a stream that goes on
   */
  end(how: 'closes' | 'pauses' | 'goes-on'): Buffer | undefined {
    const last = how === 'goes-on' ? (this.splitter.takeUnfinished() ?? this.held) : undefined;
    const isWhole = last !== undefined && this.isUnderstood(last);
    if (isWhole) this.splitter.push(last);
    const unfinished = isWhole ? undefined : last;
    this.splitter.end();
    if (how === 'closes') this.reader.end(this.emit);
    const { summary, verdicts, splitter } = this;
    verdicts.unparsed += splitter.tooLong;
    summary.lines = splitter.lines;
    summary.ignored = verdicts.ignored;
    summary.unparsed = verdicts.unparsed;
    summary.format = formatOf(this.reader, this.source);
    return unfinished;
  }

  save(): unknown {
    return this.reader.save();
  }

  /** Hands what was gathered to the writer, once it is done with what it got before. */
  async hand(stream?: StreamMove): Promise<void> {
    const events = this.gathered;
    this.gathered = [];
    await this.inFlight;
    if (events.length === 0 && !stream) return;
    this.inFlight = this.ingest.submit({ events, stream }).then((result) => {
      this.summary.events += result.accepted;
      this.summary.duplicates += result.duplicates;
      this.summary.signals += result.signals;
    });
    // Awaited by the next hand-over; until then a failure mustn't count as unhandled.
    this.inFlight.catch(() => undefined);
  }

  async settled(): Promise<void> {
    await this.inFlight;
  }

  /**
   * Whether a last line without its ending makes sense as it is: then it is most likely whole, as in
   * a log that is sent line by line. A reader of its own is asked, so that nothing is read twice.
   */
  private isUnderstood(line: Buffer): boolean {
    const probe = this.open(JSON.parse(JSON.stringify(this.reader.save())));
    return probe.read(line.toString('utf8'), () => undefined) === 'parsed';
  }

  private isLine(bytes: Uint8Array): boolean {
    return this.source.recognises(firstLineOf(bytes));
  }

  private take(event: AuthEvent): void {
    if (!isWithin(this.times, event.at)) return;
    const { summary } = this;
    summary.firstEventAt = Math.min(summary.firstEventAt ?? event.at, event.at);
    summary.lastEventAt = Math.max(summary.lastEventAt ?? event.at, event.at);
    this.gathered.push(this.ingest.prepare(event));
  }
}

function formatOf(reader: LogReader, source: Source): string {
  return 'format' in reader && typeof reader.format === 'string' ? reader.format : source.format;
}

function firstLineOf(chunk: Uint8Array): string {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const end = bytes.indexOf(LINE_FEED);
  return bytes.toString('utf8', 0, Math.min(end === -1 ? bytes.length : end, LONGEST_LINE));
}
