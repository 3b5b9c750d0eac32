import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { newAccountState } from './domain/account-state.js';
import { decodeAccountState, encodeAccountState } from './domain/account-state-text.js';
import { OUTSIDE_DETECTORS } from './domain/detectors.js';
import { sourceDayOf } from './domain/source-window.js';
import {
  KNOWN_GOOD_LEAD_MS,
  type KnownGoodHistories,
  type KnownGoodHistory,
  episodeStart,
} from './domain/known-good.js';

/** Reads and writes what accounts go on with after the verdict `compromised`. */
@Injectable()
export class KnownGoodRepository {
  async all(tx: Transaction): Promise<KnownGoodHistories> {
    const rows: { account_id: string; last_at: Date; last_id: string; state: string }[] =
      await tx.query(
        `SELECT known_good_history.account_id, known_good_history.last_at, known_good_history.last_id, known_good_history.state
           FROM known_good_history`,
      );
    return new Map<string, KnownGoodHistory>(
      rows.map((row) => [
        row.account_id,
        { lastAt: row.last_at.getTime(), lastId: row.last_id, state: row.state },
      ]),
    );
  }

  /** Whatever the account has learnt since its newest episode began, it is to forget with its next event. */
  async restore(tx: Transaction, accountId: string): Promise<void> {
    const [row]: { state: string }[] = await tx.query(
      `SELECT account_state.state FROM account_state WHERE account_state.account_id = $1`,
      [accountId],
    );
    if (row === undefined) return;
    const { lastAt, lastId } = decodeAccountState(row.state);
    const start = episodeStart(await this.signalTimes(tx, accountId)) ?? lastAt;
    const state =
      (await this.checkpoint(tx, accountId, start)) ?? encodeAccountState(newAccountState());
    await tx.query(
      `INSERT INTO known_good_history (account_id, last_at, last_id, state) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id) DO UPDATE
         SET last_at = excluded.last_at, last_id = excluded.last_id, state = excluded.state`,
      [accountId, new Date(lastAt).toISOString(), lastId, state],
    );
  }

  /** The account's history is its owner's after all. */
  async forget(tx: Transaction, accountId: string): Promise<void> {
    await tx.query(`DELETE FROM known_good_history WHERE known_good_history.account_id = $1`, [
      accountId,
    ]);
  }

  private async signalTimes(tx: Transaction, accountId: string): Promise<number[]> {
    const rows: { at: Date }[] = await tx.query(
      `SELECT signal.at FROM signal
        WHERE signal.account_id = $1 AND signal.suppressed_by IS NULL AND signal.detector <> ALL ($2::text[])`,
      [accountId, OUTSIDE_DETECTORS],
    );
    return rows.map(({ at }) => at.getTime());
  }

  /**
   * The account's state of some time before the start (ms) of an episode, when whoever has the
   * password may not have tried it yet; of an account that is younger, the oldest there is.
   */
  private async checkpoint(
    tx: Transaction,
    accountId: string,
    start: number,
  ): Promise<string | undefined> {
    const [row]: { state: string }[] = await tx.query(
      `SELECT account_checkpoint.state FROM account_checkpoint
        WHERE account_checkpoint.account_id = $1 AND account_checkpoint.day <= DATE '1970-01-01' + $2::int
        ORDER BY account_checkpoint.day <= DATE '1970-01-01' + $3::int DESC,
                 abs(account_checkpoint.day - (DATE '1970-01-01' + $3::int))
        LIMIT 1`,
      [accountId, sourceDayOf(start), sourceDayOf(start - KNOWN_GOOD_LEAD_MS)],
    );
    return row?.state;
  }

  /** Drops what accounts have gone on with before `before` (ms). */
  async dropBefore(tx: Transaction, before: number): Promise<void> {
    await tx.query(
      `DELETE FROM known_good_history
        USING account_state
        WHERE account_state.account_id = known_good_history.account_id
          AND account_state.last_at > known_good_history.last_at AND known_good_history.last_at < $1`,
      [new Date(before).toISOString()],
    );
  }
}
