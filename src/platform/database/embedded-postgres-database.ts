import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { StartupError } from '../lifecycle/startup-error.js';
import type { Passwords } from './embedded-postgres-cluster.js';
import type { Server } from './embedded-postgres-server.js';

/** Role and database that Authwarden works with; the role is no superuser. */
const NAME = 'authwarden';
const POLL_MS = 25;
const PROGRESS_MS = 5_000;

/** How to connect to the server's database as Authwarden's role; holds the password. */
export function databaseUrl(server: Server, passwords: Passwords): string {
  return `postgres://${NAME}:${passwords.application}@127.0.0.1:${server.port}/${NAME}`;
}

/**
 * Waits until PostgreSQL answers, however long it recovers, and makes the role and the database
 * where they are missing.
 *
 * @returns whether it answers; false when it ended instead
 * @throws StartupError when it refuses us, or `abort` fires
 */
export async function prepareDatabase(
  server: Server,
  passwords: Passwords,
  log: (message: string) => void,
  abort: AbortSignal | undefined,
): Promise<boolean> {
  let reportAt = performance.now() + PROGRESS_MS;
  while (server.running()) {
    if (abort?.aborted) throw new StartupError('Stopped while PostgreSQL was starting.');
    if (await tryToPrepare(server.port, passwords)) return true;
    if (performance.now() > reportAt) {
      reportAt = performance.now() + PROGRESS_MS;
      log(`waiting for PostgreSQL: ${server.lastWords() ?? 'it is starting'}`);
    }
    await delay(POLL_MS);
  }
  return false;
}

async function tryToPrepare(port: number, passwords: Passwords): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: passwords.superuser,
    database: 'postgres',
  });
  // What breaks the connection also fails the call that is waiting for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await makeMissing(client, passwords);
    return true;
  } catch (error) {
    if (isStarting(error)) return false;
    const why = error instanceof Error ? error.message : String(error);
    throw new StartupError(`The embedded PostgreSQL can't be opened: ${why}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeMissing(client: Client, passwords: Passwords): Promise<void> {
  const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [NAME]);
  if (role.rowCount === 0)
    await client.query(
      `CREATE ROLE ${NAME} LOGIN PASSWORD ${client.escapeLiteral(passwords.application)}`,
    );
  const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME]);
  if (database.rowCount === 0) await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`);
}

/** Not listening yet, gone again, or 57P03 cannot_connect_now: starting up, recovering. */
function isStarting(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.message.startsWith('Connection terminated')) return true;
  return 'code' in error && ['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(String(error.code));
}
