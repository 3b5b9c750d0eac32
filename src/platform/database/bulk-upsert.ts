import { binaryArray } from './binary-array.js';
import { BinaryCopy } from './binary-copy.js';
import type { BinaryType, BinaryValue } from './binary-values.js';
import { copyIn } from './copy-in.js';
import type { Transaction } from './transaction.js';

/** Rows from which COPY into a temporary table costs less than arrays in an INSERT. */
export const COPY_FROM_ROWS = 200;
const USUAL_ROW_BYTES = 512;

/**
 * Writes many rows of a table at once, over those that have the same key: a few as arrays in one
 * statement, many by COPY into a temporary table of the connection.
 */
export class BulkUpsert {
  private readonly types: readonly BinaryType[];
  private readonly names: string;
  private readonly staged: string;
  private readonly fromArrays: string;
  private readonly fromStaged: string;
  private readonly makeStaged: string;
  /** Transactions in which the temporary table isn't empty any more. */
  private readonly filledIn = new WeakSet<Transaction>();

  /** Names are ours, never input. @param key columns of the primary key */
  constructor(
    table: string,
    columns: Readonly<Record<string, BinaryType>>,
    key: readonly string[],
  ) {
    const names = Object.keys(columns);
    this.types = Object.values(columns);
    this.names = names.join(', ');
    this.staged = `staged_${table}`;
    const changes = names.filter((name) => !key.includes(name));
    const upsert = (source: string) => `INSERT INTO ${table} (${this.names})
      SELECT * FROM ${source} ON CONFLICT (${key.join(', ')}) DO UPDATE
        SET ${changes.map((name) => `${name} = excluded.${name}`).join(', ')}`;
    const arrays = this.types.map((type, index) => `$${index + 1}::${type}[]`);
    this.fromArrays = upsert(`unnest(${arrays.join(', ')})`);
    this.fromStaged = upsert(this.staged);
    const definitions = names.map((name) => `${name} ${columns[name]}`);
    this.makeStaged = `CREATE TEMPORARY TABLE ${this.staged} (${definitions.join(', ')})
      ON COMMIT DELETE ROWS`;
  }

  /** @param rows values in the order of the columns; of each key one row */
  async save(tx: Transaction, rows: readonly (readonly BinaryValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    if (rows.length < COPY_FROM_ROWS) {
      await tx.query(
        this.fromArrays,
        this.types.map((type, index) =>
          binaryArray(
            type,
            rows.map((row) => row[index] ?? null),
          ),
        ),
      );
      return;
    }
    const copy = new BinaryCopy(rows.length * USUAL_ROW_BYTES);
    for (const row of rows) {
      copy.row(row.length);
      for (const [index, type] of this.types.entries()) copy.value(type, row[index] ?? null);
    }
    await this.saveCopied(tx, copy.finish());
  }

  /** Makes what it needs, for a transaction that goes on read-only (but for temporary tables). */
  async prepare(tx: Transaction): Promise<void> {
    const [found]: { there: boolean }[] = await tx.query(
      `SELECT to_regclass($1) IS NOT NULL AS there`,
      [`pg_temp.${this.staged}`],
    );
    if (found?.there !== true) await tx.query(this.makeStaged);
  }

  /** @param rows as a {@link BinaryCopy} of all columns in their order made them */
  async saveCopied(tx: Transaction, rows: Buffer): Promise<void> {
    await this.prepare(tx);
    if (this.filledIn.has(tx)) await tx.query(`DELETE FROM ${this.staged}`);
    this.filledIn.add(tx);
    await copyIn(tx, `COPY ${this.staged} (${this.names}) FROM STDIN (FORMAT binary)`, [rows]);
    await tx.query(this.fromStaged);
  }
}
