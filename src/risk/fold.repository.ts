import { Injectable } from '@nestjs/common';
import { copyIn } from '../platform/database/copy-in.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { AccountState } from './domain/account-state.js';
import { encodeAccountState } from './domain/account-state-text.js';
import { OUTSIDE_DETECTORS } from './domain/detectors.js';
import type { SourceTally } from './domain/source-score.js';
import { STATE_COLUMNS, stateRows } from './state-rows.js';

/** An account's state as of the start of a UTC day. */
export interface Checkpoint {
  readonly accountId: string;
  /** Days since the epoch. */
  readonly day: number;
  readonly state: string;
}

/** An account and a UTC day, in days since the epoch. */
export interface AccountDay {
  readonly accountId: string;
  readonly day: number;
}

/** A source network's failures of one UTC day. */
export interface StoredSourceDay {
  readonly network: string;
  /** Days since the epoch. */
  readonly day: number;
  readonly state: string;
}

/** Rows from which COPY into a temporary table costs less than arrays in an INSERT. */
export const COPY_FROM_ROWS = 200;

/** Reads and writes the states that events are folded into. */
@Injectable()
export class FoldRepository {
  async states(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { account_id: string; state: string }[] = await tx.query(
      `SELECT account_state.account_id, account_state.state
         FROM account_state WHERE account_state.account_id = ANY($1::uuid[])`,
      [accountIds],
    );
    return new Map(rows.map((row) => [row.account_id, row.state]));
  }

  /** @param rows the same states, where {@link stateRows} made them before */
  async saveStates(
    tx: Transaction,
    states: ReadonlyMap<string, AccountState>,
    rows?: Buffer,
  ): Promise<void> {
    if (states.size === 0) return;
    if (states.size < COPY_FROM_ROWS) return this.saveFewStates(tx, states);
    await tx.query(
      `CREATE TEMPORARY TABLE IF NOT EXISTS folded_state (
         account_id uuid, first_at timestamptz, last_at timestamptz, state text
       ) ON COMMIT DELETE ROWS`,
    );
    const copy = `COPY folded_state (${STATE_COLUMNS}) FROM STDIN (FORMAT binary)`;
    await copyIn(tx, copy, [rows ?? stateRows(states)]);
    await tx.query(upsertStates('folded_state'));
  }

  private async saveFewStates(
    tx: Transaction,
    states: ReadonlyMap<string, AccountState>,
  ): Promise<void> {
    const all = [...states.values()];
    await tx.query(
      upsertStates('unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[])'),
      [
        [...states.keys()],
        all.map(({ firstAt }) => new Date(firstAt).toISOString()),
        all.map(({ lastAt }) => new Date(lastAt).toISOString()),
        all.map(encodeAccountState),
      ],
    );
  }

  async sourceDays(
    tx: Transaction,
    asked: readonly { readonly network: string; readonly day: number }[],
  ): Promise<StoredSourceDay[]> {
    const rows: { network: string; day: number; state: string }[] = await tx.query(
      `SELECT source_day.network::text AS network, source_day.day - DATE '1970-01-01' AS day, source_day.state
         FROM source_day
         JOIN unnest($1::cidr[], $2::int[]) AS asked (network, day)
           ON source_day.network = asked.network AND source_day.day = DATE '1970-01-01' + asked.day`,
      [asked.map(({ network }) => network), asked.map(({ day }) => day)],
    );
    return rows;
  }

  async dropSourceDays(
    tx: Transaction,
    days: readonly { readonly network: string; readonly day: number }[],
  ): Promise<void> {
    if (days.length === 0) return;
    await tx.query(
      `DELETE FROM source_day
        USING unnest($1::cidr[], $2::int[]) AS emptied (network, day)
        WHERE source_day.network = emptied.network AND source_day.day = DATE '1970-01-01' + emptied.day`,
      [days.map(({ network }) => network), days.map(({ day }) => day)],
    );
  }

  async saveSourceDays(
    tx: Transaction,
    days: readonly (StoredSourceDay & { readonly tally: SourceTally })[],
  ): Promise<void> {
    if (days.length === 0) return;
    await tx.query(
      `INSERT INTO source_day (network, day, state, failed, names, arrived, score)
       SELECT folded.network, DATE '1970-01-01' + folded.day, folded.state,
              folded.failed, folded.names, folded.arrived, folded.score
         FROM unnest($1::cidr[], $2::int[], $3::text[], $4::int[], $5::int[], $6::int[], $7::float8[])
              AS folded (network, day, state, failed, names, arrived, score)
       ON CONFLICT (network, day) DO UPDATE
         SET state = excluded.state, failed = excluded.failed, names = excluded.names,
             arrived = excluded.arrived, score = excluded.score`,
      [
        days.map(({ network }) => network),
        days.map(({ day }) => day),
        days.map(({ state }) => state),
        days.map(({ tally }) => tally.failed),
        days.map(({ tally }) => tally.names),
        days.map(({ tally }) => tally.arrived),
        days.map(({ tally }) => tally.score),
      ],
    );
  }

  /** Everybody's sign-ins of some UTC days (days since the epoch, both inclusive), summed up by key. */
  async signIns(tx: Transaction, first: number, last: number): Promise<Map<string, number>> {
    const rows: { key: string; count: number }[] = await tx.query(
      `SELECT sign_in_day.key, sum(sign_in_day.count)::int AS count FROM sign_in_day
        WHERE sign_in_day.day BETWEEN DATE '1970-01-01' + $1::int AND DATE '1970-01-01' + $2::int
        GROUP BY sign_in_day.key`,
      [first, last],
    );
    return new Map(rows.map(({ key, count }) => [key, count]));
  }

  async addSignIns(
    tx: Transaction,
    rows: readonly { readonly day: number; readonly key: string; readonly count: number }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO sign_in_day (day, key, count)
       SELECT DATE '1970-01-01' + counted.day, counted.key, counted.count
         FROM unnest($1::int[], $2::text[], $3::int[]) AS counted (day, key, count)
       ON CONFLICT (day, key) DO UPDATE SET count = sign_in_day.count + excluded.count`,
      [rows.map(({ day }) => day), rows.map(({ key }) => key), rows.map(({ count }) => count)],
    );
  }

  async saveCheckpoints(tx: Transaction, checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) return;
    await tx.query(
      `INSERT INTO account_checkpoint (account_id, day, state)
       SELECT folded.account_id, DATE '1970-01-01' + folded.day, folded.state
         FROM unnest($1::uuid[], $2::int[], $3::text[]) AS folded (account_id, day, state)
       ON CONFLICT (account_id, day) DO UPDATE SET state = excluded.state`,
      [
        checkpoints.map(({ accountId }) => accountId),
        checkpoints.map(({ day }) => day),
        checkpoints.map(({ state }) => state),
      ],
    );
  }

  /**
   * Takes accounts back to their newest checkpoint at or before a day: what was derived from later
   * events is deleted, so that folding them again can write it anew.
   *
   * @returns the checkpoints; an account without one has to begin from nothing
   */
  async rewind(tx: Transaction, accounts: readonly AccountDay[]): Promise<Map<string, Checkpoint>> {
    const ids = accounts.map(({ accountId }) => accountId);
    const rows: { account_id: string; day: number; state: string }[] = await tx.query(
      `SELECT asked.account_id, newest.day - DATE '1970-01-01' AS day, newest.state
         FROM unnest($1::uuid[], $2::int[]) AS asked (account_id, day)
        CROSS JOIN LATERAL (
          SELECT account_checkpoint.day, account_checkpoint.state FROM account_checkpoint
           WHERE account_checkpoint.account_id = asked.account_id
             AND account_checkpoint.day <= DATE '1970-01-01' + asked.day
           ORDER BY account_checkpoint.day DESC LIMIT 1
        ) AS newest`,
      [ids, accounts.map(({ day }) => day)],
    );
    const checkpoints = new Map(
      rows.map(({ account_id: accountId, day, state }) => [accountId, { accountId, day, state }]),
    );
    const days = ids.map((id) => checkpoints.get(id)?.day ?? 0);
    await tx.query(
      `DELETE FROM account_checkpoint
        USING unnest($1::uuid[], $2::int[]) AS rewound (account_id, day)
        WHERE account_checkpoint.account_id = rewound.account_id
          AND account_checkpoint.day > DATE '1970-01-01' + rewound.day`,
      [ids, days],
    );
    await tx.query(
      `DELETE FROM signal
        USING unnest($1::uuid[], $2::int[]) AS rewound (account_id, day)
        WHERE signal.account_id = rewound.account_id
          AND signal.at >= (DATE '1970-01-01' + rewound.day)::timestamptz
          AND signal.detector <> ALL ($3::text[])`,
      [ids, days, OUTSIDE_DETECTORS],
    );
    return checkpoints;
  }

  /** Time of the newest event ever stored, ms. */
  async newestEventAt(tx: Transaction): Promise<number | undefined> {
    const [row]: { newest_event_at: Date | null }[] = await tx.query(
      `SELECT ingest_clock.newest_event_at FROM ingest_clock`,
    );
    return row?.newest_event_at?.getTime();
  }

  /** Drops checkpoints of days before `day` (days since the epoch), and source days likewise. */
  async dropBefore(tx: Transaction, day: number): Promise<void> {
    await tx.query(`DELETE FROM account_checkpoint WHERE day < DATE '1970-01-01' + $1::int`, [day]);
    await tx.query(`DELETE FROM sign_in_day WHERE day < DATE '1970-01-01' + $1::int`, [day]);
    await tx.query(`DELETE FROM source_day WHERE day < DATE '1970-01-01' + $1::int`, [day]);
  }
}

/** @param source of rows; ours, never input */
function upsertStates(source: string): string {
  return `INSERT INTO account_state (${STATE_COLUMNS})
    SELECT * FROM ${source} ON CONFLICT (account_id) DO UPDATE
      SET first_at = excluded.first_at, last_at = excluded.last_at, state = excluded.state`;
}
