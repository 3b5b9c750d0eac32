import type { Clock } from '../../kernel/clock.js';
import type { Tools } from '../directory-kind.js';
import type { DirectoryConnector } from '../domain/connector.js';
import { dovecotSessions } from './dovecot-sessions.js';
import { mysqlDialect } from './mysql-dialect.js';
import { postgresDialect } from './postgres-dialect.js';
import { SqlConnector } from './sql-connector.js';
import type { SqlSettings } from './sql-settings.js';
import { parseSqlUrl } from './sql-url.js';

const DIALECTS = { postgresql: postgresDialect, mysql: mysqlDialect };

/** A connector for these settings. Nothing is connected before it is asked for something. */
export function openSqlConnector(
  settings: SqlSettings,
  clock: Clock,
  { doveadm }: Tools = {},
): DirectoryConnector {
  // The connector doesn't get the URL: it would show the password wherever the connector is shown.
  const { url, caCertificate, ...table } = settings;
  const target = parseSqlUrl(url);
  if ('problem' in target) throw new Error(`the directory's URL ${target.problem}`);
  const dialect = DIALECTS[target.dialect];
  const pool = dialect.open(target, caCertificate ?? undefined);
  const sessions = table.dovecot && doveadm !== undefined ? dovecotSessions(doveadm) : undefined;
  return new SqlConnector(dialect, pool, table, clock, sessions);
}
