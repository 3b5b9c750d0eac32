import type { Sql } from './sql.js';

/** Everything that a database holds, the queue's schema too: a text for each table, bytea as it is and in hex. */
export async function dumpOf(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const tables = await sql(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
      ORDER BY 1`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await sql(`SELECT * FROM ${name}`);
    dump.set(name, rows.map(rowText).join('\n'));
  }
  return dump;
}

function rowText(row: Record<string, unknown>): string {
  return Object.values(row)
    .map((value) => {
      if (Buffer.isBuffer(value)) return `${value.toString('latin1')} ${value.toString('hex')}`;
      return typeof value === 'string' ? value : JSON.stringify(value);
    })
    .join('\t');
}
