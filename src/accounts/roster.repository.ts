import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import { passwordState } from './domain/password-state.js';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';

/** One account of a directory, names spelled canonically. */
export interface RosterEntry {
  readonly login: string;
  readonly ref: string;
  readonly displayName: string | undefined;
  readonly addresses: readonly string[];
  readonly mail: string | undefined;
  readonly unit: string | undefined;
  readonly groups: readonly string[];
  readonly state: DirectoryState;
}

/** Takes over what directories say of their accounts. */
@Injectable()
export class RosterRepository {
  /** Makes or changes the accounts and their addresses. */
  async save(tx: Transaction, directoryId: string, entries: readonly RosterEntry[]): Promise<void> {
    await tx.query(
      `INSERT INTO account (id, login, display_name, directory_id, directory_ref, directory_state,
                            password_changed_at, directory_seen_at, mail, unit, groups, enabled, password_state)
       SELECT listed.id, listed.login, listed.display_name, $2, listed.ref, listed.state::jsonb,
              listed.changed_at, clock_timestamp(), listed.mail, listed.unit,
              ARRAY(SELECT jsonb_array_elements_text(listed.groups::jsonb)),
              (listed.state::jsonb ->> 'active')::boolean, listed.password::jsonb
         FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                     $8::text[], $9::text[], $10::text[], $11::text[])
           AS listed (id, login, display_name, ref, state, changed_at, mail, unit, groups, password)
       ON CONFLICT (login) DO UPDATE
         SET display_name = excluded.display_name, directory_id = excluded.directory_id,
             directory_ref = excluded.directory_ref, directory_state = excluded.directory_state,
             password_changed_at = coalesce(excluded.password_changed_at, account.password_changed_at),
             directory_seen_at = excluded.directory_seen_at, mail = excluded.mail, unit = excluded.unit,
             groups = excluded.groups, enabled = excluded.enabled, password_state = excluded.password_state`,
      [
        entries.map(() => newId()),
        directoryId,
        entries.map(({ login }) => login),
        entries.map(({ displayName }) => displayName ?? null),
        entries.map(({ ref }) => ref),
        entries.map(({ state }) => JSON.stringify(state)),
        entries.map(({ state }) => state.passwordChangedAt ?? null),
        entries.map(({ mail }) => mail ?? null),
        entries.map(({ unit }) => unit ?? null),
        entries.map(({ groups }) => JSON.stringify(groups)),
        entries.map(({ state }) => JSON.stringify(passwordState(state))),
      ],
    );
    const pairs = entries.flatMap(({ login, addresses }) =>
      [...new Set([login, ...addresses])].map((address) => ({ login, address })),
    );
    // An address of several accounts belongs to the first that had it.
    await tx.query(
      `INSERT INTO account_address (address, account_id, directory_id)
       SELECT DISTINCT ON (listed.address) listed.address, account.id, $1
         FROM unnest($2::text[], $3::text[]) AS listed (address, login)
         JOIN account ON account.login = listed.login
        ORDER BY listed.address, listed.address = listed.login DESC, account.id
       ON CONFLICT (address) DO UPDATE SET account_id = excluded.account_id, directory_id = excluded.directory_id
         WHERE account_address.directory_id IS DISTINCT FROM excluded.directory_id
            OR excluded.address = (SELECT account.login FROM account WHERE account.id = excluded.account_id)`,
      [directoryId, pairs.map(({ address }) => address), pairs.map(({ login }) => login)],
    );
  }

  /**
   * Unties accounts that the directory hasn't listed since, or all of them; they keep their history.
   * Answers how many.
   */
  forgetUnseen(tx: Transaction, directoryId: string, seenSince: Date | undefined): Promise<number> {
    return this.untie(
      tx,
      `$2::timestamptz IS NULL OR account.directory_seen_at IS NULL OR account.directory_seen_at < $2`,
      [directoryId, seenSince ?? null],
    );
  }

  /** Unties the accounts of these refs. Answers how many. */
  forget(tx: Transaction, directoryId: string, refs: readonly string[]): Promise<number> {
    return this.untie(tx, `account.directory_ref = ANY($2::text[])`, [directoryId, refs]);
  }

  /** @param which a condition; `$1` is the directory */
  private async untie(
    tx: Transaction,
    which: string,
    parameters: readonly unknown[],
  ): Promise<number> {
    const rows: unknown[] = await tx.query(
      `WITH gone AS (
         UPDATE account SET directory_id = NULL, directory_ref = NULL, directory_state = NULL, enabled = NULL,
                            mail = NULL, unit = NULL, groups = '{}', password_state = NULL
          WHERE account.directory_id = $1 AND (${which}) RETURNING account.id
       ), addresses AS (
         DELETE FROM account_address USING gone WHERE account_address.account_id = gone.id
       )
       SELECT gone.id FROM gone`,
      [...parameters],
    );
    return rows.length;
  }

  /**
   * Tells every process that what it remembers of names may be wrong now. Keeps batches of events
   * out to the end of the transaction, so it comes before any change of accounts.
   */
  async announce(tx: Transaction): Promise<void> {
    await tx.query(`UPDATE ingest_clock SET roster_version = roster_version + 1`);
  }
}
