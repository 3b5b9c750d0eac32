import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Suppressor, SuppressorKind } from '../domain/suppressors/suppressor.js';

/** A suppressor as it is kept, with what people see of it. */
export interface StoredSuppressor extends Suppressor {
  readonly note: string;
  readonly createdAt: Date;
  /** Login of `accountId`. */
  readonly account: string | undefined;
}

interface Row {
  readonly id: string;
  readonly kind: SuppressorKind;
  readonly network: string | null;
  readonly account_id: string | null;
  readonly account: string | null;
  readonly countries: string[] | null;
  readonly valid_from: Date | null;
  readonly valid_to: Date | null;
  readonly days: number | null;
  readonly note: string;
  readonly enabled: boolean;
  readonly created_at: Date;
}

const SELECT = `SELECT suppressor.id, suppressor.kind, suppressor.network::text AS network, suppressor.account_id,
       account.login AS account, suppressor.countries, suppressor.valid_from, suppressor.valid_to,
       suppressor.days, suppressor.note, suppressor.enabled, suppressor.created_at
  FROM suppressor LEFT JOIN account ON account.id = suppressor.account_id`;

/** Reads and writes what operators have declared. */
@Injectable()
export class SuppressorRepository {
  async all(tx: Transaction): Promise<StoredSuppressor[]> {
    const rows: Row[] = await tx.query(`${SELECT} ORDER BY suppressor.id`);
    return rows.map(toSuppressor);
  }

  /** In the order in which they were declared. */
  async list(
    tx: Transaction,
    after: string | undefined,
    limit: number,
  ): Promise<StoredSuppressor[]> {
    const rows: Row[] = await tx.query(
      `${SELECT} WHERE ($1::uuid IS NULL OR suppressor.id > $1) ORDER BY suppressor.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toSuppressor);
  }

  async find(tx: Transaction, id: string): Promise<StoredSuppressor | undefined> {
    const rows: Row[] = await tx.query(`${SELECT} WHERE suppressor.id = $1`, [id]);
    return rows.map(toSuppressor)[0];
  }

  async save(tx: Transaction, suppressor: Suppressor & { readonly note: string }): Promise<void> {
    const { from, to } = suppressor;
    await tx.query(
      `INSERT INTO suppressor (id, kind, network, account_id, countries, valid_from, valid_to, days, note, enabled)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO UPDATE
         SET network = excluded.network, account_id = excluded.account_id, countries = excluded.countries,
             valid_from = excluded.valid_from, valid_to = excluded.valid_to, days = excluded.days,
             note = excluded.note, enabled = excluded.enabled`,
      [
        suppressor.id,
        suppressor.kind,
        suppressor.network ?? null,
        suppressor.accountId ?? null,
        suppressor.countries ?? null,
        from === undefined ? null : new Date(from).toISOString(),
        to === undefined ? null : new Date(to).toISOString(),
        suppressor.days ?? null,
        suppressor.note,
        suppressor.enabled,
      ],
    );
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM suppressor WHERE suppressor.id = $1`, [id]);
  }
}

function toSuppressor(row: Row): StoredSuppressor {
  return {
    id: row.id,
    kind: row.kind,
    network: row.network ?? undefined,
    accountId: row.account_id ?? undefined,
    account: row.account ?? undefined,
    countries: row.countries ?? undefined,
    from: row.valid_from?.getTime(),
    to: row.valid_to?.getTime(),
    days: row.days ?? undefined,
    note: row.note,
    enabled: row.enabled,
    createdAt: row.created_at,
  };
}
