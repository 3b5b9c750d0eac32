import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventType, Outcome } from './domain/auth-event.js';
import { outcomeCodes, typeCodes } from './domain/stored-codes.js';
import { type EventRow, type StoredEvent, toStoredEvent } from './stored-event.js';

/** Which events a list shows, newest first. Moments are ISO 8601. */
export interface EventFilter {
  readonly accountId?: string | undefined;
  /** Canonical login. */
  readonly login?: string | undefined;
  /** Address or network. */
  readonly sourceIp?: string | undefined;
  /** Inclusive. */
  readonly from?: string | undefined;
  /** Exclusive. */
  readonly to?: string | undefined;
  readonly type?: EventType | undefined;
  readonly outcome?: Outcome | undefined;
  /** The last event of the page before. */
  readonly after?: EventPosition | undefined;
}

/** Where an event stands in the list. */
export interface EventPosition {
  readonly at: string;
  readonly id: string;
}

/** Lists of stored events. */
@Injectable()
export class EventReadModel {
  constructor(private readonly dataSource: DataSource) {}

  async list(filter: EventFilter, limit: number): Promise<StoredEvent[]> {
    const parameters: unknown[] = [];
    const conditions: string[] = [];
    const where = (condition: (...places: string[]) => string, ...values: unknown[]) => {
      const places = values.map((value) => `$${parameters.push(value)}`);
      conditions.push(condition(...places));
    };
    if (filter.accountId !== undefined) where((p) => `event.account_id = ${p}`, filter.accountId);
    if (filter.login !== undefined)
      where(
        (
          p,
        ) => `event.account_id = (SELECT account_address.account_id FROM account_address WHERE account_address.address = ${p}
                  UNION SELECT account.id FROM account WHERE account.login = ${p} LIMIT 1)`,
        filter.login,
      );
    // A range, unlike `<<=`, is one that the index on the address knows at planning time.
    if (filter.sourceIp !== undefined)
      where(
        (p) =>
          `event.source_ip >= host(network(${p}::inet))::inet AND event.source_ip <= host(broadcast(${p}::inet))::inet`,
        filter.sourceIp,
      );
    if (filter.from !== undefined) where((p) => `event.at >= ${p}`, filter.from);
    if (filter.to !== undefined) where((p) => `event.at < ${p}`, filter.to);
    if (filter.type !== undefined) where((p) => `event.type = ${p}`, typeCodes.code(filter.type));
    if (filter.outcome !== undefined)
      where((p) => `event.outcome = ${p}`, outcomeCodes.code(filter.outcome));
    const { after } = filter;
    // The first condition says nothing new, but PostgreSQL can leave out partitions by it.
    if (after)
      where(
        (at, id) => `event.at <= ${at} AND (event.at, event.id) < (${at}, ${id})`,
        after.at,
        after.id,
      );
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT event.*, account.login
         FROM event LEFT JOIN account ON account.id = event.account_id
        WHERE ${conditions.length > 0 ? conditions.join(' AND ') : 'true'}
        ORDER BY event.at DESC, event.id DESC LIMIT ${limit}`,
      parameters,
    );
    return rows.map(toStoredEvent);
  }
}
