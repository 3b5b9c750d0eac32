import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import type { Transaction } from '../platform/database/transaction.js';
import { passwordState } from './domain/password-state.js';
import type { Standing } from './domain/standing.js';

/** Where an account stood, and stands. */
export interface StandingMove {
  readonly id: string;
  readonly from: Standing;
  readonly to: Standing;
}

/** Reads and changes where accounts stand, with us and in their directory. */
@Injectable()
export class AccountStandingRepository {
  async entry(tx: Transaction, id: string) {
    const [row]: {
      login: string;
      directory_id: string | null;
      directory_ref: string | null;
      protected: boolean;
    }[] = await tx.query(
      `SELECT account.login, account.directory_id, account.directory_ref, account.protected
         FROM account WHERE account.id = $1`,
      [id],
    );
    return (
      row && {
        login: row.login,
        directoryId: row.directory_id ?? undefined,
        ref: row.directory_ref ?? undefined,
        isProtected: row.protected,
      }
    );
  }

  async protection(tx: Transaction, ids: readonly string[]) {
    const rows: { id: string; login: string; protected: boolean }[] = await tx.query(
      `SELECT account.id, account.login, account.protected FROM account WHERE account.id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, { login: row.login, isProtected: row.protected }]));
  }

  async directories(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; directory_id: string }[] = await tx.query(
      `SELECT account.id, account.directory_id FROM account
        WHERE account.id = ANY($1::uuid[]) AND account.directory_id IS NOT NULL`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.directory_id]));
  }

  async saveDirectoryStates(
    tx: Transaction,
    states: ReadonlyMap<string, DirectoryState>,
  ): Promise<void> {
    if (states.size === 0) return;
    await tx.query(
      `WITH locked AS (SELECT account.id FROM account WHERE account.id = ANY($1::uuid[])
                        ORDER BY account.id FOR UPDATE),
            told AS (SELECT * FROM unnest($1::uuid[], $2::jsonb[], $3::timestamptz[], $4::boolean[], $5::jsonb[])
                       AS told (id, state, changed_at, enabled, password_state))
       UPDATE account SET directory_state = told.state,
                          password_changed_at = coalesce(told.changed_at, account.password_changed_at),
                          enabled = told.enabled, password_state = told.password_state
         FROM told JOIN locked ON locked.id = told.id WHERE account.id = told.id`,
      columnsOf(states),
    );
  }

  /**
   * The machine's moves; they don't overrule a verdict, and a new password doesn't open a lock.
   *
   * @param moves by account
   * @returns those that were made
   */
  async move(tx: Transaction, moves: ReadonlyMap<string, Standing>): Promise<StandingMove[]> {
    if (moves.size === 0) return [];
    const rows: { id: string; from: Standing; to: Standing }[] = await tx.query(
      `WITH wanted AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS wanted (id, standing)),
            before AS (SELECT account.id, account.standing FROM account WHERE account.id = ANY($1::uuid[])
                        ORDER BY account.id FOR UPDATE),
            moved AS (UPDATE account SET standing = wanted.standing
                        FROM before JOIN wanted ON wanted.id = before.id
                       WHERE account.id = before.id
                         AND before.standing NOT IN ('confirmed-compromised', 'confirmed-safe')
                         AND NOT (before.standing = 'contained' AND wanted.standing = 'remediated')
                      RETURNING account.id, before.standing AS "from", wanted.standing AS "to")
       SELECT moved.id, moved."from", moved."to" FROM moved`,
      [[...moves.keys()], [...moves.values()]],
    );
    return rows;
  }

  /**
   * @param at ms
   * @returns where the account stood before; undefined when there is no such account
   */
  async decide(
    tx: Transaction,
    id: string,
    standing: Standing,
    at: number,
  ): Promise<Standing | undefined> {
    const [row]: { standing: Standing }[] = await tx.query(
      `WITH before AS (SELECT account.id, account.standing FROM account WHERE account.id = $1 FOR UPDATE),
            decided AS (UPDATE account SET standing = $2, verdict_at = $3 FROM before
                         WHERE account.id = before.id RETURNING before.standing)
       SELECT decided.standing FROM decided`,
      [id, standing, new Date(at).toISOString()],
    );
    return row?.standing;
  }

  async protect(tx: Transaction, id: string, isProtected: boolean): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `WITH changed AS (UPDATE account SET protected = $2 WHERE id = $1 RETURNING id)
       SELECT changed.id FROM changed`,
      [id, isProtected],
    );
    return rows.length > 0;
  }
}

function columnsOf(states: ReadonlyMap<string, DirectoryState>): unknown[] {
  const all = [...states.values()];
  return [
    [...states.keys()],
    all.map((state) => JSON.stringify(state)),
    all.map(({ passwordChangedAt }) => passwordChangedAt ?? null),
    all.map(({ active }) => active),
    all.map((state) => JSON.stringify(passwordState(state))),
  ];
}
