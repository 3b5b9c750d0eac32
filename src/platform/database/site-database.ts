import { Client } from 'pg';
import { StartupError } from '../lifecycle/startup-error.js';

const OLDEST = 140_000;
const CONNECT_MS = 5_000;

const CHECK = `
  SELECT current_setting('server_version_num')::int AS version,
         current_setting('server_version') AS "versionText",
         pg_is_in_recovery() AS "readOnly",
         coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreateTables",
         has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchemas"`;

interface Check {
  readonly version: number;
  readonly versionText: string;
  readonly readOnly: boolean;
  readonly mayCreateTables: boolean;
  readonly mayCreateSchemas: boolean;
}

/**
 * Proves that the site's own PostgreSQL can be used, before anything is started on it.
 *
 * @throws StartupError with one sentence that never holds the password
 */
export async function checkSiteDatabase(url: string): Promise<void> {
  const { host, pathname, username } = new URL(url);
  const where = `DATABASE_URL: PostgreSQL at ${host}${pathname}`;
  const check = await inspect(url, where);
  if (check.version < OLDEST)
    throw new StartupError(`${where} is version ${check.versionText}; 14 or newer is needed.`);
  if (check.readOnly)
    throw new StartupError(`${where} is a read-only replica; the primary server is needed.`);
  if (!check.mayCreateTables || !check.mayCreateSchemas)
    throw new StartupError(
      `${where} lets the role ${decodeURIComponent(username)} create no ${check.mayCreateTables ? 'schemas' : 'tables'}: make it the database's owner.`,
    );
}

async function inspect(url: string, where: string): Promise<Check> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
    application_name: 'authwarden',
  });
  // What breaks the connection also fails the call that is waiting for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const [row] = (await client.query<Check>(CHECK)).rows;
    if (row) return row;
    throw new StartupError(`${where} gave no answer.`);
  } catch (error) {
    throw error instanceof StartupError ? error : new StartupError(`${where} ${reason(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return "can't be reached: nothing listens there";
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return "can't be reached: the host name isn't known";
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return "can't be reached: the host doesn't answer";
    case '28P01':
    case '28000':
      return 'refuses the user name or password';
    case '3D000':
      return 'has no such database: create it first';
    case '53300':
      return 'has no free connection';
    case '57P03':
      return 'is starting up or shutting down: try again';
    default:
      return `can't be used: ${error instanceof Error ? firstLine(error.message) : 'unknown failure'}`;
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/\.$/, '');
}
