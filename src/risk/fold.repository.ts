import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../kernel/clock.js';
import { binaryArray } from '../platform/database/binary-array.js';
import { BulkUpsert, COPY_FROM_ROWS } from '../platform/database/bulk-upsert.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { AccountState } from './domain/account-state.js';
import { encodeAccountState } from './domain/account-state-text.js';
import { OUTSIDE_DETECTORS } from './domain/detectors.js';
import { NETWORK, NETWORK_DAYS } from './domain/likelihood/sign-in-model.js';
import type { SourceTally } from './domain/source-score.js';
import { stateRows } from './state-rows.js';

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

const accountStates = new BulkUpsert(
  'account_state',
  { account_id: 'uuid', first_at: 'timestamptz', last_at: 'timestamptz', state: 'text' },
  ['account_id'],
);
const accountCheckpoints = new BulkUpsert(
  'account_checkpoint',
  { account_id: 'uuid', day: 'date', state: 'text' },
  ['account_id', 'day'],
);
const sourceDays = new BulkUpsert(
  'source_day',
  {
    network: 'cidr',
    day: 'date',
    state: 'text',
    failed: 'int4',
    names: 'int4',
    arrived: 'int4',
    score: 'float8',
  },
  ['network', 'day'],
);

/** Reads and writes the states that events are folded into. */
@Injectable()
export class FoldRepository {
  /** Makes what writing needs, for a transaction that goes on read-only (but for temporary tables). */
  async prepare(tx: Transaction): Promise<void> {
    for (const upsert of [accountStates, accountCheckpoints, sourceDays]) await upsert.prepare(tx);
  }

  async states(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { account_id: string; state: string }[] = await tx.query(
      `SELECT account_state.account_id, account_state.state
         FROM account_state WHERE account_state.account_id = ANY($1::uuid[])`,
      [binaryArray('uuid', accountIds)],
    );
    return new Map(rows.map((row) => [row.account_id, row.state]));
  }

  /** @param rows the same states, where {@link stateRows} made them before */
  async saveStates(
    tx: Transaction,
    states: ReadonlyMap<string, AccountState>,
    rows?: Buffer,
  ): Promise<void> {
    if (rows === undefined && states.size < COPY_FROM_ROWS) {
      const few = [...states].map(([accountId, state]) => {
        const { firstAt, lastAt } = state;
        return [accountId, firstAt, lastAt, encodeAccountState(state)];
      });
      await accountStates.save(tx, few);
    } else await accountStates.saveCopied(tx, rows ?? stateRows(states));
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
      [
        binaryArray(
          'cidr',
          asked.map(({ network }) => network),
        ),
        binaryArray(
          'int4',
          asked.map(({ day }) => day),
        ),
      ],
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
    const rows = days.map(({ network, day, state, tally }) => {
      const { failed, names, arrived, score } = tally;
      return [network, day * DAY_MS, state, failed, names, arrived, score];
    });
    await sourceDays.save(tx, rows);
  }

  /** Everybody's sign-ins of some UTC days (days since the epoch, both inclusive), summed up by key. */
  async signIns(tx: Transaction, first: number, last: number): Promise<Map<string, number>> {
    const rows: { key: string; count: number }[] = await tx.query(
      `SELECT sign_in_day.key, sum(sign_in_day.count)::int AS count FROM sign_in_day
        WHERE sign_in_day.day BETWEEN DATE '1970-01-01' + $1::int AND DATE '1970-01-01' + $2::int
          AND (sign_in_day.day > DATE '1970-01-01' + $2::int - $4::int
               OR NOT starts_with(sign_in_day.key, $3))
        GROUP BY sign_in_day.key`,
      [first, last, NETWORK, NETWORK_DAYS],
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
      [
        binaryArray(
          'int4',
          rows.map(({ day }) => day),
        ),
        binaryArray(
          'text',
          rows.map(({ key }) => key),
        ),
        binaryArray(
          'int4',
          rows.map(({ count }) => count),
        ),
      ],
    );
  }

  async saveCheckpoints(tx: Transaction, checkpoints: readonly Checkpoint[]): Promise<void> {
    const rows = checkpoints.map(({ accountId, day, state }) => [accountId, day * DAY_MS, state]);
    await accountCheckpoints.save(tx, rows);
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
