import mysql from 'mysql2/promise';
import { SECOND_MS } from '../../kernel/clock.js';
import { CONNECT_TIMEOUT_MS, LOCK_TIMEOUT_MS, POOL_SIZE, STATEMENT_TIMEOUT_MS } from './limits.js';
import type { Row, SqlColumn, SqlDialect, SqlSession } from './dialect.js';
import type { SqlTarget } from './sql-url.js';
import { type Connection, driver, inTransaction } from './transaction.js';

/** MySQL 8 and MariaDB 10.6, or newer. */
export const mysqlDialect: SqlDialect = {
  open(target, caCertificate) {
    const tls = tlsOptions(target.sslMode, caCertificate);
    const pool = mysql.createPool({
      host: target.host,
      port: target.port,
      user: target.user,
      password: target.password,
      database: target.database,
      charset: 'utf8mb4',
      connectTimeout: CONNECT_TIMEOUT_MS,
      connectionLimit: POOL_SIZE,
      maxIdle: 1,
      idleTimeout: 30_000,
      ...(tls ? { ssl: tls } : {}),
    });
    return {
      transaction: (abort, work) =>
        inTransaction(pool.getConnection().then(connectionOf), abort, work),
      close: () => pool.end(),
    };
  },

  async describe(session, { schema, table }) {
    const where = schema === undefined ? 'database()' : '?';
    const values = schema === undefined ? [table] : [schema, table];
    const columns = await session.rows(COLUMNS.replace(':schema', where), values);
    if (columns.length === 0) return undefined;
    return {
      columns: new Map(columns.map((row) => [String(row['name']), columnOf(row)])),
      transactional: columns[0]?.['engine'] === 'InnoDB',
    };
  },

  quote,
  parameter: () => '?',
  text: (column, type) =>
    type === 'bit' ? `CAST(${column} + 0 AS CHAR)` : `CAST(${column} AS CHAR)`,
  epoch: (column) => `CAST(UNIX_TIMESTAMP(${column}) AS CHAR)`,
  now: (as) => (as === 'time' ? 'NOW()' : 'UNIX_TIMESTAMP()'),
  sameBytes: (column, parameter) =>
    `CAST(CONVERT(${column} USING utf8mb4) AS BINARY) = CAST(CONVERT(${parameter} USING utf8mb4) AS BINARY)`,
  // Most aliases lead to one login and are found by comparing; only true lists are taken apart.
  listHolds: (list, logins, bind) =>
    `(lower(${list}) IN (${logins.map(bind).join(', ')}) OR (instr(${list}, ',') > 0 AND EXISTS (
       SELECT 1 FROM (${logins.map((login) => `SELECT ${bind(login)} AS login`).join(' UNION ALL ')}) wanted
        WHERE find_in_set(wanted.login, replace(lower(${list}), ' ', '')) > 0)))`,
};

const COLUMNS = `
  SELECT c.COLUMN_NAME AS name, lower(c.DATA_TYPE) AS type, c.COLUMN_TYPE AS full_type,
         c.CHARACTER_MAXIMUM_LENGTH AS max_length, c.PRIVILEGES AS privileges, t.ENGINE AS engine,
         EXISTS (SELECT 1 FROM information_schema.STATISTICS s
                  WHERE s.TABLE_SCHEMA = c.TABLE_SCHEMA AND s.TABLE_NAME = c.TABLE_NAME
                    AND s.COLUMN_NAME = c.COLUMN_NAME AND s.NON_UNIQUE = 0
                    AND (SELECT count(*) FROM information_schema.STATISTICS k
                          WHERE k.TABLE_SCHEMA = s.TABLE_SCHEMA AND k.TABLE_NAME = s.TABLE_NAME
                            AND k.INDEX_NAME = s.INDEX_NAME) = 1) AS is_unique
    FROM information_schema.COLUMNS c
    JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
   WHERE c.TABLE_SCHEMA = :schema AND c.TABLE_NAME = ?`;

/** MariaDB and MySQL name the statement's limit differently; each skips the other's comment. */
const LIMITS = `SET SESSION innodb_lock_wait_timeout = ${LOCK_TIMEOUT_MS / SECOND_MS}
  /*M! , SESSION max_statement_time = ${STATEMENT_TIMEOUT_MS / SECOND_MS} */
  /*!80000 , SESSION max_execution_time = ${STATEMENT_TIMEOUT_MS} */`;

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function connectionOf(connection: mysql.PoolConnection): Connection {
  const options = (sql: string) => ({ sql, timeout: STATEMENT_TIMEOUT_MS + LOCK_TIMEOUT_MS });
  const session: SqlSession = {
    rows: async (text, values = []) => {
      const [rows] = await driver(
        connection.execute<mysql.RowDataPacket[]>(options(text), [...values]),
      );
      return rows;
    },
    change: async (text, values) => {
      const [done] = await driver(
        connection.execute<mysql.ResultSetHeader>(options(text), [...values]),
      );
      return done.affectedRows;
    },
  };
  return {
    session,
    begin: async () => {
      await connection.query(options(LIMITS));
      await connection.query(options('START TRANSACTION'));
    },
    commit: () => connection.query(options('COMMIT')),
    release: () => connection.release(),
    destroy: () => connection.destroy(),
  };
}

function columnOf(row: Row): SqlColumn {
  const type = String(row['type']);
  const maxLength = Number(row['max_length'] ?? 0);
  const privileges = String(row['privileges']).toLowerCase();
  return {
    name: String(row['name']),
    type,
    ...(maxLength > 0 ? { maxLength } : {}),
    words: type === 'enum' ? enumWords(String(row['full_type'])) : [],
    unique: Number(row['is_unique']) === 1,
    readable: privileges.includes('select'),
    writable: privileges.includes('update'),
  };
}

/** The words of `enum('Y','N')`; a quote within a word is doubled. */
function enumWords(type: string): string[] {
  return Array.from(type.matchAll(/'((?:[^']|'')*)'/g), (match) =>
    (match[1] ?? '').replaceAll("''", "'"),
  );
}

function tlsOptions(
  mode: SqlTarget['sslMode'],
  caCertificate: string | undefined,
): mysql.SslOptions | undefined {
  if (mode === 'disable') return undefined;
  return {
    rejectUnauthorized: mode !== 'require',
    verifyIdentity: mode === 'verify-full',
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
  };
}
