import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import type { Transaction } from '../platform/database/transaction.js';
import { passwordState } from './domain/password-state.js';
import type { Standing } from './domain/standing.js';

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

  async saveDirectoryState(tx: Transaction, id: string, state: DirectoryState): Promise<void> {
    await tx.query(
      `UPDATE account SET directory_state = $2, password_changed_at = coalesce($3, password_changed_at),
                          enabled = $4, password_state = $5
        WHERE id = $1`,
      [
        id,
        JSON.stringify(state),
        state.passwordChangedAt ?? null,
        state.active,
        JSON.stringify(passwordState(state)),
      ],
    );
  }

  /**
   * The machine's move; it doesn't overrule a verdict, and a new password doesn't open a lock.
   *
   * @returns where the account stood before; undefined when it wasn't moved
   */
  async move(tx: Transaction, id: string, standing: Standing): Promise<Standing | undefined> {
    const [row]: { standing: Standing }[] = await tx.query(
      `WITH before AS (SELECT account.id, account.standing FROM account WHERE account.id = $1 FOR UPDATE),
            moved AS (UPDATE account SET standing = $2 FROM before
                       WHERE account.id = before.id
                         AND before.standing NOT IN ('confirmed-compromised', 'confirmed-safe')
                         AND NOT (before.standing = 'contained' AND $2 = 'remediated')
                      RETURNING before.standing)
       SELECT moved.standing FROM moved`,
      [id, standing],
    );
    return row?.standing;
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
