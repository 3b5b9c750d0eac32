import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import type { Transaction } from '../platform/database/transaction.js';

/** Where a log stream stood after the last request. */
export interface LogStream {
  readonly format: string;
  /** What the reader saved. */
  readonly state: unknown;
  /** Counts the requests that brought it forward. */
  readonly version: number;
}

/** A log stream after this request. */
export interface StreamMove {
  readonly name: string;
  /** The version that the request began with; 0 for a new stream. */
  readonly from: number;
  readonly format: string;
  readonly state: unknown;
}

/** Keeps the open sessions of log streams between requests. */
@Injectable()
export class LogStreamRepository {
  async find(tx: Transaction, name: string): Promise<LogStream | undefined> {
    const [row]: { format: string; state: string; version: number }[] = await tx.query(
      `SELECT log_stream.format, log_stream.state, log_stream.version
         FROM log_stream WHERE log_stream.name = $1`,
      [name],
    );
    return row && { format: row.format, state: JSON.parse(row.state), version: row.version };
  }

  /** @throws DomainError `stream-in-use` when another request has brought the stream forward meanwhile */
  async move(tx: Transaction, { name, from, format, state }: StreamMove): Promise<void> {
    const rows: unknown[] = await tx.query(
      `INSERT INTO log_stream (name, format, state, version) VALUES ($1, $2, $3, 1)
       ON CONFLICT (name) DO UPDATE
         SET format = excluded.format, state = excluded.state, version = log_stream.version + 1,
             updated_at = now()
         WHERE log_stream.version = $4
       RETURNING name`,
      [name, format, JSON.stringify(state), from],
    );
    if (rows.length === 0)
      throw new DomainError(
        'conflict',
        'stream-in-use',
        `Another request is sending the stream "${name}". Send its parts one after the other; this one can be sent again.`,
        { retryAfter: 1 },
      );
  }
}
