import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { TwoGenerationCache } from '../kernel/two-generation-cache.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import { AccountNamesService } from '../accounts/account-names.service.js';
import type { AuthEvent } from './domain/auth-event.js';
import {
  type AddressFacts,
  addressFactsOf,
  prepareEvent,
  type Preparation,
  type PreparedEvent,
} from './domain/prepared-event.js';
import {
  type IngestResult,
  IngestTransaction,
  type Submission,
} from './ingest-transaction.service.js';
import { ParseTurns } from './parse-turns.js';
import { ownCopy, SharedTexts } from './shared-texts.js';

/** Events of one transaction; larger batches are faster until memory and latency speak against it. */
const MAX_BATCH = 20_000;
/** Events that may wait for the writer before callers are asked to slow down. */
const MAX_WAITING = 200_000;
/** Prepared events that may wait before the next request is parsed. */
const PREPARED_AHEAD = 10_000;
/** Longest wait for callers who are likely to send again. */
const GATHER_MS = 4;
/** A batch of more events is worth its transaction. */
const FEW_EVENTS = 1_000;
const REMEMBERED_ADDRESSES = 40_000;

interface Waiting extends Submission {
  resolve(result: IngestResult): void;
  reject(reason: unknown): void;
}

/**
 * The way in: events are prepared at once and then wait for the writer, which takes all that have
 * gathered as one batch. So a single event costs little when many arrive, and nothing waits when few do.
 */
@Injectable()
export class IngestService implements OnApplicationShutdown {
  /** For requests that are large enough to wait before they are parsed. */
  readonly turns = new ParseTurns(() => this.waitingEvents < PREPARED_AHEAD);
  private readonly preparation: Preparation;
  private readonly waiting: Waiting[] = [];
  private waitingEvents = 0;
  /** Callers of the batch before, who may send again, and those who came while it was written. */
  private expectedCallers = 0;
  private writer: Promise<void> | undefined;

  constructor(
    private readonly transaction: IngestTransaction,
    names: AccountNamesService,
    places: GeoLocator,
  ) {
    const shared = new SharedTexts((text) => names.canonical(text));
    const addresses = new TwoGenerationCache<AddressFacts>(REMEMBERED_ADDRESSES);
    this.preparation = {
      canonical: (text) => shared.canonical(text),
      shared: (text) => shared.copyOf(text),
      addressFacts: (address) => {
        const known = addresses.get(address);
        if (known) return known;
        const facts = addressFactsOf(ownCopy(address), (ip) => places.locate(ip));
        addresses.set(facts.address, facts);
        return facts;
      },
    };
  }

  /** What the database isn't needed for; no event is stored. */
  prepare(event: AuthEvent): PreparedEvent {
    return prepareEvent(event, this.preparation);
  }

  /**
   * Stores, scores and counts events exactly once; resolves when that is committed.
   *
   * @throws DomainError `overloaded` when too many events wait already
   */
  submit(submission: Submission): Promise<IngestResult> {
    if (this.waitingEvents > MAX_WAITING) {
      throw new DomainError(
        'unavailable',
        'overloaded',
        'More events are waiting than can be stored right now. Send this batch again shortly.',
        { retryAfter: 1 },
      );
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...submission, resolve, reject });
      this.waitingEvents += submission.events.length;
      this.writer ??= this.write();
    });
  }

  /** Waits until everything that was handed in is committed. */
  async onApplicationShutdown(): Promise<void> {
    await this.writer;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      const batch = this.take();
      try {
        const results = await this.transaction.run(batch);
        for (const [index, result] of results.entries()) batch[index]?.resolve(result);
      } catch (cause) {
        await this.oneByOne(batch, cause);
      }
      this.expectedCallers = this.waiting.length + batch.length;
    }
    this.writer = undefined;
  }

  /**
   * Waits for those who were answered last and are about to send again, but not long: one
   * transaction for all of them costs half of two that take turns.
   */
  private async gather(): Promise<void> {
    // Callers of the same turn of the event loop share a batch.
    await new Promise(setImmediate);
    const until = performance.now() + GATHER_MS;
    while (this.waiting.length < this.expectedCallers && performance.now() < until) {
      if (this.waitingEvents > FEW_EVENTS) return;
      await new Promise(setImmediate);
    }
  }

  private take(): Waiting[] {
    let events = 0;
    let count = 0;
    for (const { events: more } of this.waiting) {
      if (count > 0 && events + more.length > MAX_BATCH) break;
      events += more.length;
      count += 1;
    }
    this.waitingEvents -= events;
    this.turns.roomMade();
    return this.waiting.splice(0, count);
  }

  /** One caller's trouble, such as a stream that moved on, isn't the others'. */
  private async oneByOne(batch: readonly Waiting[], cause: unknown): Promise<void> {
    if (batch.length === 1) {
      batch[0]?.reject(cause);
      return;
    }
    for (const submission of batch) {
      try {
        const [result] = await this.transaction.run([submission]);
        if (result) submission.resolve(result);
      } catch (own) {
        submission.reject(own);
      }
    }
  }
}
