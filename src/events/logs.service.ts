import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import type { Listener } from './domain/auth-event.js';
import { acceptableTimes } from './domain/event-time-range.js';
import type { Source } from './domain/source.js';
import { auto, sourceOf, SOURCES } from './domain/sources.js';
import { IngestService } from './ingest.service.js';
import { LogReading, type LogSummary } from './log-reading.js';
import { LogStreamRepository } from './log-stream.repository.js';

/** What is kept of a stream between two requests. */
const SavedStream = z.object({ reader: z.unknown(), held: z.string().optional() });

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

/** Reads raw logs of any length: line by line, batch by batch, in bounded memory. */
@Injectable()
export class LogsService {
  constructor(
    private readonly ingest: IngestService,
    private readonly streams: LogStreamRepository,
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly box: SecretBox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
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
    const saved =
      before && before.format === source.format ? SavedStream.parse(before.state) : undefined;
    const reading = new LogReading(
      source,
      (state) => source.open({ ...origin, now }, state),
      saved?.reader,
      acceptableTimes(now, this.settings.EVENT_RETENTION_DAYS),
      this.ingest,
      this.unsealed(saved?.held, stream),
    );
    for await (const chunk of body) {
      reading.push(chunk);
      if (reading.pending >= BATCH) await reading.hand();
    }
    const held = reading.end(stream === undefined ? 'closes' : this.canSeal ? 'goes-on' : 'pauses');
    await reading.hand(
      stream === undefined
        ? undefined
        : {
            name: stream,
            from: before ? before.version : 0,
            format: source.format,
            state: { reader: reading.save(), held: this.sealed(held, stream) },
          },
    );
    await reading.settled();
    this.count(reading);
    return reading.summary;
  }

  /** Half a line may hold half a password: it is kept encrypted, or not at all. */
  private get canSeal(): boolean {
    return this.settings.DATABASE_URL === undefined || this.settings.SECRETS_KEY !== undefined;
  }

  private sealed(held: Buffer | undefined, stream: string): string | undefined {
    return held && this.box.seal(held.toString('base64'), stream).toString('base64');
  }

  private unsealed(sealed: string | undefined, stream: string | undefined): Buffer | undefined {
    if (sealed === undefined || stream === undefined) return undefined;
    return Buffer.from(this.box.open(Buffer.from(sealed, 'base64'), stream), 'base64');
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
