import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import type { Asking } from './asking.js';
import { openSql, type Sql } from './sql.js';

/** A site's own table of mailboxes, connected as a directory. */
export interface Mailboxes {
  readonly database: TestDatabase;
  readonly sql: Sql;
  readonly directoryId: string;
  /** The row of an account. */
  of(login: string): Promise<{ active: boolean; password: string; must_change: boolean }>;
  /** How often the row was changed since it was made. */
  changes(login: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * Makes the table with these accounts, and connects it over the API.
 *
 * @param place where: a database of the run's PostgreSQL, unless a spec has one of its own
 */
export async function connectMailboxes(
  ask: Asking,
  logins: readonly string[],
  place?: {
    readonly database: TestDatabase;
    /** The URL by which the service gets there. */
    readonly reachedAs: string;
  },
): Promise<Mailboxes> {
  const database = place?.database ?? (await createDatabase());
  const sql = await openSql(database.url);
  await sql(`CREATE TABLE mailbox (
    username text PRIMARY KEY, password text NOT NULL, name text,
    active boolean NOT NULL DEFAULT true, must_change boolean NOT NULL DEFAULT false)`);
  await sql(
    `INSERT INTO mailbox (username, password)
     SELECT login, '{SSHA512}c29tZXRoaW5nIG9sZA==' FROM unnest($1::text[]) AS login`,
    [logins],
  );
  await sql(`CREATE TABLE mailbox_change (username text NOT NULL)`);
  await sql(`CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO mailbox_change VALUES (OLD.username); RETURN NEW; END $$`);
  await sql(
    `CREATE TRIGGER note_change AFTER UPDATE ON mailbox FOR EACH ROW EXECUTE FUNCTION note_change()`,
  );
  const { status, text, body } = await ask('/v1/directories', {
    method: 'POST',
    json: {
      name: 'mailboxes',
      kind: 'sql',
      settings: { url: place?.reachedAs ?? database.url, columns: { mustChange: 'must_change' } },
    },
  });
  if (status !== 201) throw new Error(`the directory was refused: ${text}`);
  return {
    database,
    sql,
    directoryId: body.id,
    of: async (login) => (await sql('SELECT * FROM mailbox WHERE username = $1', [login]))[0],
    changes: async (login) =>
      (await sql('SELECT count(*)::int AS n FROM mailbox_change WHERE username = $1', [login]))[0]
        .n,
    close: async () => {
      await sql.close();
      await database.drop();
    },
  };
}
