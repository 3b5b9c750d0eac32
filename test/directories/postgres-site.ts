import pg from 'pg';
import { createDatabase } from '../servers/postgres.js';
import type { SqlSite } from './sql-directory.js';

/** A fresh PostgreSQL database with this schema. */
export async function postgresSite(
  schema: string,
  site: Omit<SqlSite, 'url' | 'parameter' | 'run' | 'close'>,
): Promise<SqlSite> {
  const database = await createDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  pool.on('error', () => undefined);
  await pool.query(schema);
  return {
    ...site,
    url: database.url,
    parameter: (position) => `$${position}`,
    run: async (sql, values = []) =>
      (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
