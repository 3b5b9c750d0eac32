import { Injectable, Logger } from '@nestjs/common';
import type { Happening } from '../../kernel/happening.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { HappeningRepository } from './happening.repository.js';
import { HappeningsWaker } from './happenings-waker.service.js';

/** Somebody who is told what has happened. */
export interface HappeningConsumer {
  /** Stored with its place, so never rename it. */
  readonly name: string;
  /**
   * Takes happenings, in order, in the transaction that moves the consumer's place: what it writes
   * there is written exactly once. What reaches beyond the database is for a job of its own. When
   * it throws, the same happenings come again.
   */
  take(tx: Transaction, happenings: readonly Happening[]): Promise<void>;
}

const AT_ONCE = 200;
const KEPT_DAYS = 7;

/** The consumers of all features, and the way in which they are served. */
@Injectable()
export class HappeningConsumers {
  private readonly logger = new Logger(HappeningConsumers.name);
  private readonly byName = new Map<string, HappeningConsumer>();

  constructor(
    private readonly database: Database,
    private readonly repository: HappeningRepository,
    private readonly waker: HappeningsWaker,
  ) {}

  /** @throws Error when the name is taken: the process must not start so */
  add(consumer: HappeningConsumer): void {
    if (this.byName.has(consumer.name)) throw new Error(`two consumers are named ${consumer.name}`);
    this.byName.set(consumer.name, consumer);
  }

  /** Makes consumers known before anything happens that they should be told of. */
  async enrol(): Promise<void> {
    for (const name of this.byName.keys()) await this.repository.enrol(this.database.direct, name);
  }

  /**
   * Lets every consumer take what is there. One that fails holds up no other.
   *
   * @throws Error naming those that failed, once all had their turn
   */
  async serve(): Promise<void> {
    while (await this.database.transaction((tx) => this.repository.number(tx)));
    const failed: string[] = [];
    let busy = false;
    for (const consumer of this.byName.values())
      try {
        busy = !(await this.drain(consumer)) || busy;
      } catch (cause) {
        this.logger.error(`consumer ${consumer.name} failed: ${String(cause)}`);
        failed.push(consumer.name);
      }
    if (busy) await this.waker.wakeLater();
    if (failed.length > 0) throw new Error(`consumers failed: ${failed.join(', ')}`);
  }

  /** How many happenings each consumer hasn't taken. */
  async behind(): Promise<ReadonlyMap<string, number>> {
    const behind = await this.repository.behind(this.database.direct);
    return new Map([...this.byName.keys()].map((name) => [name, behind[name] ?? 0]));
  }

  /** Drops what all have taken and is older than a week. */
  dropOld(): Promise<void> {
    return this.repository.dropOld(this.database.direct, KEPT_DAYS, [...this.byName.keys()]);
  }

  /** @returns false when another process serves the consumer */
  private async drain(consumer: HappeningConsumer): Promise<boolean> {
    for (;;) {
      const taken = await this.database.transaction((tx) => this.takeSome(tx, consumer));
      if (taken !== AT_ONCE) return taken !== undefined;
    }
  }

  private async takeSome(
    tx: Transaction,
    consumer: HappeningConsumer,
  ): Promise<number | undefined> {
    const place = await this.repository.claim(tx, consumer.name);
    if (place === undefined) return undefined;
    const happenings = await this.repository.after(tx, place, AT_ONCE);
    const last = happenings.at(-1);
    if (last === undefined) return 0;
    await consumer.take(tx, happenings);
    await this.repository.advance(tx, consumer.name, last.sequence);
    return happenings.length;
  }
}
