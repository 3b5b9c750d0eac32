import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { aliasRows, mailboxRows } from '../mailbox-rows.js';
import { DemoError } from './demo-error.js';

const Passwords = z.object({ application: z.string() });
/** Line of postmaster.pid that has the port (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PORT). */
const PORT_LINE = 4;

/** Makes what the embedded directory has from its first start, apart from a site's own tables. */
const SITE_TABLES = `
  CREATE SCHEMA IF NOT EXISTS authwarden_demo;
  CREATE TABLE IF NOT EXISTS authwarden_demo.mailbox (
    username text PRIMARY KEY,
    password text NOT NULL,
    name text NOT NULL DEFAULT '',
    active boolean NOT NULL DEFAULT true,
    must_change boolean NOT NULL DEFAULT false,
    password_changed timestamptz
  );
  CREATE TABLE IF NOT EXISTS authwarden_demo.alias (address text PRIMARY KEY, goto text NOT NULL)`;

/** The database in which the sample company keeps its mailboxes: the service's own. */
export interface MailDatabase {
  readonly kind: 'embedded' | 'site';
  /** Holds a password: never to be printed. */
  readonly url: string;
  readonly schema: 'public' | 'authwarden_demo';
}

/** What the mailbox table says of an account. */
export interface MailboxState {
  readonly login: string;
  readonly active: boolean;
  readonly mustChange: boolean;
}

/**
 * The site's database where DATABASE_URL names one, else the embedded one that runs on `dataDir`:
 * its port and password are in the files there.
 *
 * @throws DemoError when the files can't be read
 */
export async function findMailDatabase(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
): Promise<MailDatabase> {
  const given = environment['DATABASE_URL']?.trim() ?? '';
  if (given !== '') return { kind: 'site', url: given, schema: 'authwarden_demo' };
  try {
    const [passwords, pidFile] = await Promise.all([
      readFile(join(dataDir, 'postgres-passwords.json'), 'utf8'),
      readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'),
    ]);
    const { application } = Passwords.parse(JSON.parse(passwords));
    const port = Number(pidFile.split('\n')[PORT_LINE - 1]);
    return {
      kind: 'embedded',
      url: `postgres://authwarden:${application}@127.0.0.1:${port}/authwarden`,
      schema: 'public',
    };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new DemoError(`The embedded database under ${dataDir} can't be found${why}.`);
  }
}

/**
 * Fills the mailbox and alias tables with the sample company. Rows that are there stay as they are:
 * what the directory says after an earlier demo is kept.
 *
 * @returns how many accounts the table has, and how many of them are new
 * @throws DemoError when the table holds anybody else's accounts
 */
export function fillMailboxes(
  database: MailDatabase,
  seed: number,
): Promise<{ readonly accounts: number; readonly added: number }> {
  const rows = mailboxRows(seed);
  const aliases = aliasRows(seed);
  const names = new Map(rows.map(({ username, name }) => [username, name]));
  return connected(database, async (client) => {
    if (database.kind === 'site') await client.query(SITE_TABLES);
    const present = await client.query<{ username: string; name: string }>(
      `SELECT username, name FROM ${database.schema}.mailbox`,
    );
    const stranger = present.rows.find(({ username, name }) => names.get(username) !== name);
    if (stranger)
      throw new DemoError(
        `The mailbox table holds accounts of a site or of another --seed (${stranger.username}): give this demo data of its own with --data-dir.`,
      );
    const { rowCount } = await client.query(
      `INSERT INTO ${database.schema}.mailbox (username, password, name)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
       ON CONFLICT (username) DO NOTHING`,
      [rows.map((row) => row.username), rows.map((row) => row.password), [...names.values()]],
    );
    await client.query(
      `INSERT INTO ${database.schema}.alias (address, goto)
         SELECT * FROM unnest($1::text[], $2::text[])
       ON CONFLICT (address) DO NOTHING`,
      [aliases.map(({ address }) => address), aliases.map(({ goto }) => goto)],
    );
    return { accounts: rows.length, added: rowCount ?? 0 };
  });
}

/** What the mailbox table says now, by login. */
export function readMailboxes(database: MailDatabase): Promise<ReadonlyMap<string, MailboxState>> {
  return connected(database, async (client) => {
    const { rows } = await client.query<MailboxState>(
      `SELECT username AS login, active, must_change AS "mustChange" FROM ${database.schema}.mailbox`,
    );
    return new Map(rows.map((row) => [row.login, row]));
  });
}

async function connected<T>(
  { url }: MailDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'authwarden-demo' });
  // What breaks the connection also fails the call that is waiting for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    if (error instanceof DemoError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DemoError(`The mailbox table can't be reached: ${why}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
