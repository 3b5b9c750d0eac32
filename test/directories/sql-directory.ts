import { openSqlConnector } from '../../src/directories/sql/open-sql-connector.js';
import { SqlSettingsSchema } from '../../src/directories/sql/sql-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { ConformingDirectory } from '../conformance/directory-connector.js';

/** A table of accounts as a site has it. */
export interface SqlSite {
  readonly url: string;
  /** Settings beside the URL, as the API takes them. */
  readonly settings: Record<string, unknown>;
  /** Table, its login, name and password columns, as the settings name them. */
  readonly table: string;
  readonly login: string;
  readonly displayName: string;
  readonly password: string;
  /** What else a new row needs: `, column, column` and `, value, value`. */
  readonly also: readonly [columns: string, values: string];
  /** What the rows' passwords look like. */
  readonly stored: string;
  /** How this server's SQL names parameters. */
  parameter(position: number): string;
  run(sql: string, values?: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The site as the conformance suite wants it. */
export function conforming(site: SqlSite): ConformingDirectory {
  const open = (url: string) =>
    openSqlConnector(SqlSettingsSchema.parse({ url, ...site.settings }), systemClock);
  const connector = open(site.url);
  const { hostname, port, password: secret } = new URL(site.url);
  const add: ConformingDirectory['add'] = async (accounts) => {
    for (let from = 0; from < accounts.length; from += 500) {
      const rows = accounts.slice(from, from + 500);
      const values: string[] = [];
      const bind = (value: string) => site.parameter(values.push(value));
      const tuples = rows.map(
        ({ login, displayName = '' }) =>
          `(${bind(login)}, ${bind(displayName)}, ${bind(site.stored)}${site.also[1]})`,
      );
      await site.run(
        `INSERT INTO ${site.table} (${site.login}, ${site.displayName}, ${site.password}${site.also[0]}) VALUES ${tuples.join(', ')}`,
        values,
      );
    }
  };
  return {
    connector,
    documentedAs: site.url.startsWith('postgres') ? 'sql on PostgreSQL' : 'sql on MariaDB',
    secrets: [secret],
    address: { host: hostname, port: Number(port) },
    many: 100_000,
    add,
    addMany: (logins) => add(logins.map((login) => ({ login }))),
    async remove(login) {
      await site.run(`DELETE FROM ${site.table} WHERE ${site.login} = ${site.parameter(1)}`, [
        login,
      ]);
    },
    async storedPassword(login) {
      const [row] = await site.run(
        `SELECT ${site.password} AS stored FROM ${site.table} WHERE ${site.login} = ${site.parameter(1)}`,
        [login],
      );
      return String(row?.['stored']);
    },
    open(change) {
      const url = new URL(site.url);
      if (change.password !== undefined) url.password = encodeURIComponent(change.password);
      if (change.port !== undefined) url.port = String(change.port);
      return open(url.href);
    },
    async close() {
      await connector.close();
      await site.close();
    },
  };
}
