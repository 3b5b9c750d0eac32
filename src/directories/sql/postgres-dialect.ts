import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import { CONNECT_TIMEOUT_MS, LOCK_TIMEOUT_MS, POOL_SIZE, STATEMENT_TIMEOUT_MS } from './limits.js';
import type { Row, SqlColumn, SqlDialect, SqlSession } from './dialect.js';
import type { SqlTarget } from './sql-url.js';
import { type Connection, driver, inTransaction } from './transaction.js';

/** PostgreSQL 12 or newer. */
export const postgresDialect: SqlDialect = {
  open(target, caCertificate) {
    const pool = new pg.Pool({
      host: target.host,
      port: target.port,
      user: target.user,
      password: target.password,
      database: target.database,
      ssl: tlsOptions(target.sslMode, caCertificate),
      application_name: 'authwarden-directory',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + LOCK_TIMEOUT_MS,
      idleTimeoutMillis: 30_000,
      max: POOL_SIZE,
      allowExitOnIdle: true,
    });
    // The pool drops a connection that breaks while idle; the next statement opens another.
    pool.on('error', () => undefined);
    return {
      transaction: (abort, work) => inTransaction(pool.connect().then(connectionOf), abort, work),
      close: () => pool.end(),
    };
  },

  async describe(session, { schema, table }) {
    const columns = await session.rows(COLUMNS, [
      schema === undefined ? quote(table) : `${quote(schema)}.${quote(table)}`,
    ]);
    if (columns.length === 0) return undefined;
    return {
      columns: new Map(columns.map((row) => [String(row['name']), columnOf(row)])),
      transactional: true,
    };
  },

  quote,
  parameter: (position) => `$${position}`,
  text: (column) => `${column}::text`,
  epoch: (column) => `extract(epoch FROM ${column}::timestamptz)::text`,
  now: (as) => (as === 'time' ? 'CURRENT_TIMESTAMP' : 'floor(extract(epoch FROM now()))::bigint'),
  sameBytes: (column, parameter) => `(${column}::text COLLATE "C") = ${parameter}::text`,
  listHolds: (list, logins, bind) =>
    `string_to_array(lower(replace(${list}::text, ' ', '')), ',') && ARRAY[${logins.map(bind).join(', ')}]::text[]`,
};

const COLUMNS = `
  SELECT a.attname::text AS name,
         CASE WHEN t.typtype = 'e' THEN 'enum' ELSE format_type(a.atttypid, NULL) END AS type,
         CASE WHEN a.atttypmod > 4 AND t.typname IN ('varchar', 'bpchar') THEN a.atttypmod - 4 END AS max_length,
         ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS words,
         EXISTS (SELECT 1 FROM pg_index i
                  WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL
                    AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS is_unique,
         has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable,
         has_column_privilege(c.oid, a.attnum, 'UPDATE') AS writable
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
   WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'f')`;

const BEGIN = `BEGIN; SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`;

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function connectionOf(client: pg.PoolClient): Connection {
  // A connection that is cut while in use says so here too; the statement's own failure is enough.
  const ignore = () => undefined;
  client.on('error', ignore);
  const session: SqlSession = {
    rows: async (text, values = []) =>
      (await driver(client.query<Record<string, unknown>>(text, [...values]))).rows,
    change: async (text, values) => (await driver(client.query(text, [...values]))).rowCount ?? 0,
  };
  return {
    session,
    begin: () => client.query(BEGIN),
    commit: () => client.query('COMMIT'),
    release: () => {
      client.off('error', ignore);
      client.release();
    },
    destroy: () => client.release(true),
  };
}

function columnOf(row: Row): SqlColumn {
  const maxLength = row['max_length'];
  const words = row['words'];
  return {
    name: String(row['name']),
    type: String(row['type']),
    ...(typeof maxLength === 'number' ? { maxLength } : {}),
    words: Array.isArray(words) ? words.map(String) : [],
    unique: row['is_unique'] === true,
    readable: row['readable'] === true,
    writable: row['writable'] === true,
  };
}

function tlsOptions(
  mode: SqlTarget['sslMode'],
  caCertificate: string | undefined,
): ConnectionOptions | false {
  if (mode === 'disable') return false;
  return {
    rejectUnauthorized: mode !== 'require',
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}
