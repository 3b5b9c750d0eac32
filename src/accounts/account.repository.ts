import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { binaryArray } from '../platform/database/binary-array.js';
import type { Transaction } from '../platform/database/transaction.js';

/** Reads and makes the rows that tie a login name to an account. */
@Injectable()
export class AccountRepository {
  /** Login or alias → account id, for those of the names that are known. */
  async find(tx: Transaction, names: readonly string[]): Promise<Map<string, string>> {
    const rows: { name: string; id: string }[] = await tx.query(
      `SELECT account_address.address AS name, account_address.account_id AS id
         FROM account_address WHERE account_address.address = ANY($1)
       UNION ALL
       SELECT account.login AS name, account.id
         FROM account WHERE account.login = ANY($1)`,
      [binaryArray('text', names)],
    );
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  /**
   * Bare login → id of the one directory account whose address has that local part; names that fit
   * several accounts are left out.
   */
  async findByLocalPart(tx: Transaction, names: readonly string[]): Promise<Map<string, string>> {
    const rows: { name: string; id: string }[] = await tx.query(
      `SELECT split_part(account.login, '@', 1) AS name, min(account.id::text) AS id
         FROM account
        WHERE split_part(account.login, '@', 1) = ANY($1) AND account.directory_id IS NOT NULL
        GROUP BY 1 HAVING count(*) = 1`,
      [names],
    );
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  /** The directory's own id → account id; ids that several directories give are left out. */
  async findByRef(tx: Transaction, refs: readonly string[]): Promise<Map<string, string>> {
    const rows: { ref: string; id: string }[] = await tx.query(
      `SELECT account.directory_ref AS ref, min(account.id::text) AS id
         FROM account WHERE account.directory_ref = ANY($1)
        GROUP BY 1 HAVING count(*) = 1`,
      [refs],
    );
    return new Map(rows.map(({ ref, id }) => [ref, id]));
  }

  /** Makes accounts for login names that no account has; answers login → id. */
  async make(tx: Transaction, logins: readonly string[]): Promise<Map<string, string>> {
    const made = new Map(logins.map((login) => [login, newId()]));
    await tx.query(
      `INSERT INTO account (id, login) SELECT * FROM unnest($1::uuid[], $2::text[])
       ON CONFLICT (login) DO NOTHING`,
      [binaryArray('uuid', [...made.values()]), binaryArray('text', [...made.keys()])],
    );
    return this.find(tx, logins);
  }

  /** Which of the addresses are an account's, and whose. */
  async owners(tx: Transaction, addresses: readonly string[]): Promise<Map<string, string>> {
    const rows: { address: string; account_id: string }[] = await tx.query(
      `SELECT account_address.address, account_address.account_id
         FROM account_address WHERE account_address.address = ANY($1)`,
      [binaryArray('text', addresses)],
    );
    return new Map(rows.map((row) => [row.address, row.account_id]));
  }

  /** The mail domains of the site: those of the addresses its directories list. */
  async domains(tx: Transaction): Promise<Set<string>> {
    const rows: { domain: string }[] = await tx.query(
      `SELECT DISTINCT split_part(account_address.address, '@', 2) AS domain
         FROM account_address
        WHERE account_address.directory_id IS NOT NULL AND position('@' in account_address.address) > 0`,
    );
    return new Set(rows.map((row) => row.domain));
  }
}
