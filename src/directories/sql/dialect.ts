import type { TableName } from './identifier.js';
import type { SqlTarget } from './sql-url.js';

/** One row, by column alias. */
export type Row = Readonly<Record<string, unknown>>;

/** A value that a statement takes. */
export type SqlValue = string | number;

/** Puts a value among a statement's parameters; answers what stands for it in the text. */
export type Bind = (value: SqlValue) => string;

/** One connection within a transaction. Every failure is thrown as a DirectoryFault. */
export interface SqlSession {
  rows(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Runs a change; how many rows it matched. */
  change(text: string, values: readonly SqlValue[]): Promise<number>;
}

/** A few connections to one database. */
export interface SqlPool {
  /**
   * Does the work in one transaction; a throw rolls it back. When `abort` fires, the connection is
   * cut, so that nobody waits for a statement that hangs.
   *
   * @throws DirectoryFault
   */
  transaction<T>(abort: AbortSignal, work: (session: SqlSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A column as the catalogue has it. */
export interface SqlColumn {
  readonly name: string;
  /** Lower case, without length: `boolean`, `character varying`, `tinyint`. */
  readonly type: string;
  /** Longest text in characters; absent when there is no such limit, or none is known. */
  readonly maxLength?: number;
  /** The words of an enumeration. */
  readonly words: readonly string[];
  readonly unique: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** A table as the catalogue has it. */
export interface SqlTable {
  readonly columns: ReadonlyMap<string, SqlColumn>;
  /** Whether rows can be locked and changes taken back. */
  readonly transactional: boolean;
}

/**
 * Where PostgreSQL and MySQL (with MariaDB) part ways. Names given to it are validated; values
 * only ever travel as parameters.
 */
export interface SqlDialect {
  open(target: SqlTarget, caCertificate: string | undefined): SqlPool;
  /** Looks a table up in the catalogue; undefined when there is none (to be seen). */
  describe(session: SqlSession, table: TableName): Promise<SqlTable | undefined>;
  readonly quote: (name: string) => string;
  /** The `position`th parameter of a statement, from 1. */
  parameter(position: number): string;
  /** A column as text. */
  text(column: string, type: string): string;
  /** A time column as seconds since 1970. */
  epoch(column: string): string;
  /** Now, for a time column or for one of seconds since 1970. */
  now(as: 'time' | 'seconds'): string;
  /** Whether a text column equals a parameter to the byte, whatever the column's collation says. */
  sameBytes(column: string, parameter: string): string;
  /** Whether one of the logins (lower case) is in a list parted by commas, without regard to case. */
  listHolds(list: string, logins: readonly string[], bind: Bind): string;
}
