import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { AuthEvent, Listener } from './domain/auth-event.js';
import { isAcceptableTime } from './domain/event-time-range.js';
import { LineSplitter } from './domain/line-splitter.js';
import type { PreparedEvent } from './domain/prepared-event.js';
import type { LineVerdict, LogReader, Source } from './domain/source.js';
import { auto, sourceOf, SOURCES } from './domain/sources.js';
import { IngestService } from './ingest.service.js';
import { LogStreamRepository, type StreamMove } from './log-stream.repository.js';

/** Events handed to the writer at once while a log is read. */
const BATCH = 5_000;

/** What the sender of a log says about it. */
export interface LogOrigin {
  readonly format: string;
  readonly stream?: string | undefined;
  readonly server?: string | undefined;
  readonly listener: Listener;
  readonly timezone: string;
  readonly year?: number | undefined;
}

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

/** Reads raw logs of any length: line by line, batch by batch, in bounded memory. */
@Injectable()
export class LogsService {
  constructor(
    private readonly ingest: IngestService,
    private readonly streams: LogStreamRepository,
    private readonly database: Database,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every format that can be read, and `auto`. */
  formats(): readonly Source[] {
    return [...SOURCES, auto];
  }

  /**
   * Reads a log to its end. What was stored before an error stays stored: sending the log again
   * makes duplicates of it and stores the rest.
   *
   * @throws DomainError `unknown-log-format`, `stream-in-use`, `overloaded`
   */
  async read(body: AsyncIterable<Uint8Array>, origin: LogOrigin): Promise<LogSummary> {
    const source = sourceNamed(origin.format);
    const { stream } = origin;
    const before = stream && (await this.streams.find(this.database.direct, stream));
    const now = this.clock.now().getTime();
    // A stream that changes its format has no open sessions to go on with.
    const saved = before && before.format === source.format ? before.state : undefined;
    const reading = new LogReading(
      source,
      source.open({ ...origin, now }, saved),
      now,
      this.ingest,
    );
    for await (const chunk of body) {
      reading.push(chunk);
      if (reading.pending >= BATCH) await reading.hand();
    }
    reading.end(stream === undefined);
    await reading.hand(
      stream === undefined
        ? undefined
        : {
            name: stream,
            from: before ? before.version : 0,
            format: source.format,
            state: reading.save(),
          },
    );
    await reading.settled();
    this.count(reading);
    return reading.summary;
  }

  private count({ summary, verdicts }: LogReading): void {
    const { format } = summary;
    for (const [verdict, lines] of Object.entries(verdicts))
      this.metrics.parserLines.inc({ format, verdict }, lines);
    this.metrics.countEvents(format, 'accepted', summary.events);
    this.metrics.countEvents(format, 'duplicate', summary.duplicates);
  }
}

/** @throws DomainError `unknown-log-format` */
export function sourceNamed(format: string): Source {
  const source = sourceOf(format);
  if (source) return source;
  throw new DomainError(
    'invalid',
    'unknown-log-format',
    `There is no log format "${format}". GET /v1/log-formats lists them.`,
    { errors: [{ path: 'format', message: 'must be a format of GET /v1/log-formats, or auto' }] },
  );
}

/** One log while it is being read. */
class LogReading {
  readonly summary: LogSummary;
  readonly verdicts: Record<LineVerdict, number> = { parsed: 0, ignored: 0, unparsed: 0 };
  private readonly splitter: LineSplitter;
  private readonly emit = (event: AuthEvent) => this.take(event);
  private gathered: PreparedEvent[] = [];
  private inFlight: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: Source,
    private readonly reader: LogReader,
    private readonly now: number,
    private readonly ingest: IngestService,
  ) {
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
    this.splitter.push(chunk);
  }

  /** @param closes whether sessions that are still open end here */
  end(closes: boolean): void {
    this.splitter.end();
    if (closes) this.reader.end(this.emit);
    const { summary, verdicts, splitter } = this;
    verdicts.unparsed += splitter.tooLong;
    summary.lines = splitter.lines;
    summary.ignored = verdicts.ignored;
    summary.unparsed = verdicts.unparsed;
    summary.format = formatOf(this.reader, this.source);
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

  private take(event: AuthEvent): void {
    if (!isAcceptableTime(event.at, this.now)) return;
    const { summary } = this;
    summary.firstEventAt = Math.min(summary.firstEventAt ?? event.at, event.at);
    summary.lastEventAt = Math.max(summary.lastEventAt ?? event.at, event.at);
    this.gathered.push(this.ingest.prepare(event));
  }
}

function formatOf(reader: LogReader, source: Source): string {
  return 'format' in reader && typeof reader.format === 'string' ? reader.format : source.format;
}
