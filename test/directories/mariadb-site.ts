import mysql from 'mysql2/promise';
import type { SqlSite } from './sql-directory.js';

/** Tables of this schema in a MariaDB that the caller has started. */
export async function mariadbSite(
  url: string,
  schema: readonly string[],
  site: Omit<SqlSite, 'url' | 'parameter' | 'run' | 'close'>,
): Promise<SqlSite> {
  const pool = mysql.createPool({ uri: url, connectionLimit: 1, charset: 'utf8mb4' });
  for (const statement of schema) await pool.query(statement);
  return {
    ...site,
    url,
    parameter: () => '?',
    run: async (sql, values = []) => {
      const [rows] = await pool.query<mysql.RowDataPacket[]>(sql, [...values]);
      return rows;
    },
    close: () => pool.end(),
  };
}
