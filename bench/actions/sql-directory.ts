import { startCrashSafePostgres } from '../../test/servers/postgres-server.js';
import { openSql } from '../../test/support/sql.js';
import { connectAndSync, type DirectorySite } from './directory-site.js';

/** Starts a PostgreSQL with a table of so many mailboxes. */
export async function openSqlSite(people: number): Promise<DirectorySite> {
  const server = await startCrashSafePostgres();
  const sql = await openSql(server.url);
  await sql(`CREATE TABLE mailbox (
    username text PRIMARY KEY, password text NOT NULL, name text,
    active boolean NOT NULL DEFAULT true, must_change boolean NOT NULL DEFAULT false)`);
  await sql(
    `INSERT INTO mailbox (username, password)
     SELECT 'person' || n || '@example.test', '{SSHA512}c29tZXRoaW5nIG9sZA=='
       FROM generate_series(1, $1::int) AS n`,
    [people],
  );
  return {
    connect: (service) =>
      connectAndSync(service, 'sql', {
        url: server.url,
        columns: { mustChange: 'must_change' },
      }),
    marked: async () => {
      const [row] = await sql('SELECT count(*)::int AS n FROM mailbox WHERE must_change');
      return row.n;
    },
    stop: async () => {
      await sql.close();
      await server.stop();
    },
  };
}
