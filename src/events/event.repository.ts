import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { binaryArray } from '../platform/database/binary-array.js';
import { BinaryCopy } from '../platform/database/binary-copy.js';
import { copyIn } from '../platform/database/copy-in.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { AccountSince } from '../risk/domain/event-history.js';
import type { PreparedEvent } from './domain/prepared-event.js';
import {
  listenerCodes,
  mechanismCodes,
  outcomeCodes,
  protocolCodes,
  reasonCodes,
  typeCodes,
} from './domain/stored-codes.js';
import { type EventRow, type StoredEvent, toStoredEvent } from './stored-event.js';

const COLUMNS =
  'id, at, account_id, source_ip, type, outcome, protocol, reason, listener, server, client, session, message, mechanism, tls';
const COLUMN_COUNT = 15;
/** PostgreSQL begins to write when the first piece arrives. */
const EVENTS_IN_PIECE = 500;

/** Writes and reads the event table. */
@Injectable()
export class EventRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the ids that are stored already. */
  async known(tx: Transaction, events: readonly PreparedEvent[]): Promise<Set<string>> {
    const rows: { id: string }[] = await tx.query(
      `SELECT event.id FROM event
         JOIN unnest($1::timestamptz[], $2::uuid[]) AS asked (at, id)
           ON event.at = asked.at AND event.id = asked.id`,
      [
        binaryArray(
          'timestamptz',
          events.map(({ event }) => event.at),
        ),
        binaryArray(
          'uuid',
          events.map(({ id }) => id),
        ),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Appends events; every one must be new, and its day must have its partition.
   *
   * @param accountIds of the events, in the same order
   * @param meanwhile called again and again while PostgreSQL writes; its time costs nothing
   */
  append(
    tx: Transaction,
    events: readonly PreparedEvent[],
    accountIds: readonly (string | undefined)[],
    meanwhile: () => void,
  ): Promise<void> {
    const pieces = this.pieces(events, accountIds, meanwhile);
    return copyIn(tx, `COPY event (${COLUMNS}) FROM STDIN (FORMAT binary)`, pieces);
  }

  private *pieces(
    events: readonly PreparedEvent[],
    accountIds: readonly (string | undefined)[],
    meanwhile: () => void,
  ): Generator<Buffer> {
    const copy = new BinaryCopy(Math.min(events.length, EVENTS_IN_PIECE) * 200 + 64);
    for (const [index, { id, event }] of events.entries()) {
      if (index > 0 && index % EVENTS_IN_PIECE === 0) {
        yield copy.take();
        meanwhile();
      }
      copy.row(COLUMN_COUNT);
      copy.uuid(id);
      copy.timestamptz(event.at);
      const accountId = accountIds[index];
      if (accountId === undefined) copy.null();
      else copy.uuid(accountId);
      copy.inet(event.sourceIp);
      copy.int2(typeCodes.code(event.type));
      copy.int2(outcomeCodes.code(event.outcome));
      copy.int2(protocolCodes.code(event.protocol));
      copy.int2(event.reason && reasonCodes.code(event.reason));
      copy.int2(listenerCodes.code(event.listener));
      copy.text(event.server);
      copy.text(event.client);
      copy.text(event.session);
      copy.text(event.message && JSON.stringify(event.message));
      copy.int2(event.mechanism && mechanismCodes.code(event.mechanism));
      copy.bool(event.tls);
    }
    yield copy.take();
    meanwhile();
    yield copy.finish();
  }

  /** Events of accounts, each from its `from` (ms) on, in the order of time. */
  async ofAccounts(tx: Transaction, accounts: readonly AccountSince[]): Promise<StoredEvent[]> {
    const rows: EventRow[] = await tx.query(
      `SELECT event.*, account.login
         FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (account_id, since)
         JOIN event ON event.account_id = asked.account_id AND event.at >= asked.since
         JOIN account ON account.id = event.account_id
        ORDER BY event.at, event.id`,
      [
        accounts.map(({ accountId }) => accountId),
        accounts.map(({ from }) => new Date(from).toISOString()),
      ],
    );
    return rows.map(toStoredEvent);
  }

  /**
   * The same up to `to` (ms, exclusive), some at a time, so that any number fits into memory. One
   * such reading at a time in a transaction.
   */
  async *streamOf(
    tx: Transaction,
    accounts: readonly AccountSince[],
    to: number,
    atOnce: number,
  ): AsyncIterable<StoredEvent[]> {
    await tx.query(
      `DECLARE event_stream NO SCROLL CURSOR FOR
       SELECT event.*, account.login
         FROM unnest($1::uuid[], $2::timestamptz[]) AS asked (account_id, since)
         JOIN event ON event.account_id = asked.account_id AND event.at >= asked.since AND event.at < $3
         JOIN account ON account.id = event.account_id
        ORDER BY event.at, event.id`,
      [
        accounts.map(({ accountId }) => accountId),
        accounts.map(({ from }) => new Date(from).toISOString()),
        new Date(to).toISOString(),
      ],
    );
    for (;;) {
      const rows: EventRow[] = await tx.query(`FETCH ${Math.trunc(atOnce)} FROM event_stream`);
      if (rows.length === 0) break;
      yield rows.map(toStoredEvent);
    }
    await tx.query(`CLOSE event_stream`);
  }

  /** Accounts with a successful sign-in from the network between two moments (ms, both inclusive). */
  async accountsSignedInFrom(
    tx: Transaction,
    network: string,
    from: number,
    to: number,
  ): Promise<string[]> {
    const rows: { account_id: string }[] = await tx.query(
      `SELECT DISTINCT event.account_id FROM event
        WHERE event.source_ip >= host($1::cidr)::inet
          AND event.source_ip <= host(broadcast($1::cidr))::inet
          AND event.at >= $2 AND event.at <= $3
          AND event.account_id IS NOT NULL AND event.outcome = $4`,
      [
        network,
        new Date(from).toISOString(),
        new Date(to).toISOString(),
        outcomeCodes.code('success'),
      ],
    );
    return rows.map((row) => row.account_id);
  }

  /** Makes the partitions of the days (ms, start of each UTC day) that don't exist yet. */
  async makeDays(days: readonly number[]): Promise<void> {
    for (const day of days) {
      const from = new Date(day).toISOString();
      const to = new Date(day + 86_400_000).toISOString();
      const name = `event_${from.slice(0, 10).replaceAll('-', '')}`;
      await this.dataSource.transaction(async (tx) => {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('authwarden.event-day'))`);
        await tx.query(
          `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF event FOR VALUES FROM ('${from}') TO ('${to}')`,
        );
        await tx.query(`INSERT INTO event_day (day) VALUES ($1) ON CONFLICT DO NOTHING`, [from]);
      });
    }
  }

  /** Drops the partitions of days that ended before `before` (ms); answers how many. */
  async dropDaysBefore(before: number): Promise<number> {
    const rows: { day: string }[] = await this.dataSource.query(
      `SELECT to_char(event_day.day, 'YYYYMMDD') AS day FROM event_day WHERE event_day.day < $1::date`,
      [new Date(before).toISOString()],
    );
    for (const { day } of rows) {
      await this.dataSource.transaction(async (tx) => {
        await tx.query(`DROP TABLE IF EXISTS event_${day}`);
        await tx.query(`DELETE FROM event_day WHERE day = to_date($1, 'YYYYMMDD')`, [day]);
      });
    }
    return rows.length;
  }
}
