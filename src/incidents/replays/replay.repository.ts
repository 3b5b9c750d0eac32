import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Operation } from '../../response/domain/operation.js';
import type { Level } from '../../risk/domain/level.js';
import type { ReplayChanges, ReplayResult } from './replay.schemas.js';

/** A back-test. */
export interface ReplayRow {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  readonly requested_by: string;
  readonly since: Date;
  readonly until: Date;
  readonly changes: ReplayChanges;
  readonly done: number;
  readonly total: number;
  readonly result: ReplayResult | null;
  readonly problem: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** What the machine decided of an account. */
export interface DecidedRow {
  readonly account_id: string;
  readonly login: string;
  readonly operation: Operation;
  readonly at: Date;
  readonly level: Level | null;
  readonly score: number | null;
  readonly status: string;
  readonly held: string | null;
}

/** Reads and writes back-tests, and what they compare with. */
@Injectable()
export class ReplayRepository {
  constructor(private readonly database: Database) {}

  async add(
    tx: Transaction,
    replay: {
      readonly requestedBy: string;
      readonly from: string;
      readonly to: string;
      readonly changes: ReplayChanges;
    },
  ): Promise<ReplayRow | undefined> {
    const id = newId();
    await tx.query(
      `INSERT INTO replay (id, status, requested_by, since, until, changes)
       VALUES ($1, 'queued', $2, $3, $4, $5)`,
      [id, replay.requestedBy, replay.from, replay.to, JSON.stringify(replay.changes)],
    );
    return this.find(id, tx);
  }

  async find(id: string, tx: Transaction = this.database.direct): Promise<ReplayRow | undefined> {
    const [row]: ReplayRow[] = await tx.query(`SELECT replay.* FROM replay WHERE replay.id = $1`, [
      id,
    ]);
    return row;
  }

  /** Back-tests, the newest first. */
  list(after: string | undefined, limit: number): Promise<ReplayRow[]> {
    return this.database.direct.query(
      `SELECT replay.* FROM replay WHERE ($1::uuid IS NULL OR replay.id < $1)
        ORDER BY replay.id DESC LIMIT ${limit}`,
      [after ?? null],
    );
  }

  async progress(id: string, done: number, total: number): Promise<void> {
    await this.database.direct.query(
      `UPDATE replay SET status = 'running', done = $2, total = $3 WHERE id = $1`,
      [id, done, total],
    );
  }

  async finish(id: string, result: ReplayResult): Promise<void> {
    await this.database.direct.query(
      `UPDATE replay SET status = 'done', done = total, result = $2, finished_at = now() WHERE id = $1`,
      [id, JSON.stringify(result)],
    );
  }

  async fail(id: string, problem: string): Promise<void> {
    await this.database.direct.query(
      `UPDATE replay SET status = 'failed', problem = $2, finished_at = now() WHERE id = $1`,
      [id, problem],
    );
  }

  /** Replays whose job may be lost. */
  async silent(seconds: number): Promise<string[]> {
    const rows: { id: string }[] = await this.database.direct.query(
      `SELECT replay.id FROM replay
        WHERE replay.status = 'queued' AND replay.created_at < now() - make_interval(secs => $1) LIMIT 50`,
      [seconds],
    );
    return rows.map(({ id }) => id);
  }

  /** Accounts that were in use between two moments, after an id, in the order of ids. */
  async accounts(from: Date, to: Date, after: string | undefined, limit: number) {
    const rows: { id: string }[] = await this.database.direct.query(
      `SELECT account_state.account_id AS id FROM account_state
        WHERE account_state.last_at >= $1 AND account_state.first_at < $2
          AND ($3::uuid IS NULL OR account_state.account_id > $3)
        ORDER BY account_state.account_id LIMIT ${limit}`,
      [from.toISOString(), to.toISOString(), after ?? null],
    );
    return rows.map(({ id }) => id);
  }

  async accountCount(from: Date, to: Date): Promise<number> {
    const [row]: { count: number }[] = await this.database.direct.query(
      `SELECT count(*)::int AS count FROM account_state
        WHERE account_state.last_at >= $1 AND account_state.first_at < $2`,
      [from.toISOString(), to.toISOString()],
    );
    return row?.count ?? 0;
  }

  /** What the machine decided for scores that hold for the time, in the order of time. */
  decided(from: Date, to: Date): Promise<DecidedRow[]> {
    return this.database.direct.query(
      `SELECT decided.*, account.login
         FROM (SELECT action.account_id, action.operation, (action.evidence->>'asOf')::timestamptz AS at,
                      action.evidence->>'level' AS level, (action.evidence->>'score')::float8 AS score,
                      action.status, action.outcome->>'code' AS held
                 FROM action
                WHERE action.requested_by = 'response-policy' AND action.evidence ? 'asOf') AS decided
         JOIN account ON account.id = decided.account_id
        WHERE decided.at >= $1 AND decided.at < $2
        ORDER BY decided.at LIMIT 100000`,
      [from.toISOString(), to.toISOString()],
    );
  }
}
