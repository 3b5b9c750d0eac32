import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { parseNativeEvent } from './domain/event-schema.js';
import { acceptableTimes, type TimeRange } from './domain/event-time-range.js';
import type { PreparedEvent } from './domain/prepared-event.js';
import { IngestService } from './ingest.service.js';

/** Events that one request may hold. */
export const MAX_EVENTS = 10_000;
const LISTED_REJECTIONS = 100;
/** A body of this size is parsed as it comes. */
const SMALL_BODY_BYTES = 64 << 10;
const LINES_AT_ONCE = 500;

/** Why one event of a request wasn't taken. */
export interface Rejection {
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** What became of the events of a request. */
export interface IntakeResult {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejections: readonly Rejection[];
  readonly signals: number;
}

/** Takes events as JSON: the good ones are stored, each bad one is named. */
@Injectable()
export class NativeIntakeService {
  constructor(
    private readonly ingest: IngestService,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * One event a line; empty lines don't count as events. A large request waits for its turn.
   *
   * @param bytes UTF-8; what isn't becomes U+FFFD
   * @throws DomainError `too-many-events`, `overloaded`
   */
  async takeLines(bytes: Buffer): Promise<IntakeResult> {
    if (bytes.length <= SMALL_BODY_BYTES) return this.submit(await this.parse(bytes));
    const endTurn = await this.ingest.turns.take(bytes.length);
    let submitted: Promise<IntakeResult>;
    try {
      submitted = this.submit(await this.parse(bytes));
    } finally {
      endTurn();
    }
    return submitted;
  }

  private async parse(bytes: Buffer): Promise<Intake> {
    const batch = this.open();
    const text = bytes.toString('utf8');
    let line = 0;
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n', from);
      const to = end === -1 ? text.length : end;
      line += 1;
      const json = text.slice(from, to);
      if (json.trim() !== '') batch.add(line, json, true, this.ingest);
      from = to + 1;
      // The writer and other callers have their turn in between.
      if (line % LINES_AT_ONCE === 0) await new Promise(setImmediate);
    }
    return batch;
  }

  /** @throws DomainError `too-many-events`, `invalid-request` when it isn't an array */
  async takeArray(body: unknown): Promise<IntakeResult> {
    if (!Array.isArray(body))
      throw new DomainError(
        'invalid',
        'invalid-request',
        'The body must be a JSON array of events, or one event a line as application/x-ndjson.',
        { errors: [{ path: '', message: 'must be an array' }] },
      );
    const batch = this.open();
    for (const [index, value] of body.entries()) batch.add(index + 1, value, false, this.ingest);
    return this.submit(batch);
  }

  private open(): Intake {
    const now = this.clock.now().getTime();
    return new Intake(now, acceptableTimes(now, this.settings.EVENT_RETENTION_DAYS));
  }

  private async submit({ events, rejected, rejections }: Intake): Promise<IntakeResult> {
    const result =
      events.length === 0
        ? { accepted: 0, duplicates: 0, signals: 0 }
        : await this.ingest.submit({ events });
    this.metrics.countEvents('native', 'accepted', result.accepted);
    this.metrics.countEvents('native', 'duplicate', result.duplicates);
    this.metrics.countEvents('native', 'rejected', rejected);
    return { ...result, rejected, rejections };
  }
}

class Intake {
  readonly events: PreparedEvent[] = [];
  readonly rejections: Rejection[] = [];
  rejected = 0;

  constructor(
    private readonly now: number,
    private readonly times: TimeRange,
  ) {}

  add(line: number, value: unknown, isJson: boolean, ingest: IngestService): void {
    if (this.events.length + this.rejected >= MAX_EVENTS)
      throw new DomainError(
        'too-large',
        'too-many-events',
        `A request holds at most ${MAX_EVENTS} events. Send the rest in further requests; nothing of this one was stored.`,
      );
    const parsed = this.parse(value, isJson);
    if ('event' in parsed) this.events.push(ingest.prepare(parsed.event));
    else this.reject(line, parsed.code, parsed.detail);
  }

  private parse(value: unknown, isJson: boolean) {
    const json = isJson ? parseJson(String(value)) : { value };
    if (!json) return { code: 'invalid-json', detail: 'the line must be one JSON object' };
    const parsed = parseNativeEvent(json.value, this.now);
    if ('event' in parsed && parsed.event.at < this.times.from)
      return {
        code: 'event-too-old',
        detail: `time must not be before ${new Date(this.times.from).toISOString()}: older events aren't kept`,
      };
    return parsed;
  }

  private reject(line: number, code: string, detail: string): void {
    this.rejected += 1;
    if (this.rejections.length < LISTED_REJECTIONS) this.rejections.push({ line, code, detail });
  }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
