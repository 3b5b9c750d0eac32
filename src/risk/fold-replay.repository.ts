import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Checkpoint } from './fold.repository.js';

/** Puts temporary tables before those that the fold writes to. */
@Injectable()
export class FoldReplayRepository {
  /** The newest checkpoint of each account at or before a day (in days since the epoch), if any. */
  async checkpoints(
    tx: Transaction,
    accountIds: readonly string[],
    day: number,
  ): Promise<Checkpoint[]> {
    return tx.query(
      `SELECT DISTINCT ON (account_checkpoint.account_id) account_checkpoint.account_id AS "accountId",
              account_checkpoint.day - DATE '1970-01-01' AS day, account_checkpoint.state
         FROM account_checkpoint
        WHERE account_checkpoint.account_id = ANY($1::uuid[])
          AND account_checkpoint.day <= DATE '1970-01-01' + $2::int
        ORDER BY account_checkpoint.account_id, account_checkpoint.day DESC`,
      [accountIds, day],
    );
  }

  /**
   * From here to the end of the transaction the names of the fold's tables mean temporary ones.
   * What is known of source networks is copied for the days that are asked about.
   */
  async castShadows(tx: Transaction, fromDay: number, toDay: number): Promise<void> {
    for (const table of ['account_state', 'account_checkpoint'])
      await tx.query(
        `CREATE TEMPORARY TABLE ${table} (LIKE ${table} INCLUDING ALL) ON COMMIT DROP`,
      );
    await tx.query(
      `CREATE TEMPORARY TABLE source_day ON COMMIT DROP AS
       SELECT source_day.* FROM source_day
        WHERE source_day.day >= DATE '1970-01-01' + ${Math.trunc(fromDay)}
          AND source_day.day <= DATE '1970-01-01' + ${Math.trunc(toDay)}`,
    );
    await tx.query(`ALTER TABLE source_day ADD PRIMARY KEY (network, day)`);
  }

  /** PostgreSQL then refuses to write to any table that isn't temporary. */
  async allowNothingElse(tx: Transaction): Promise<void> {
    await tx.query(`SET TRANSACTION READ ONLY`);
  }
}
