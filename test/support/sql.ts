import pg from 'pg';

/** Statements against one database, outside of the service. */
export interface Sql {
  // Each spec knows what it selects.
  // eslint-disable-next-line typescript/no-explicit-any
  (text: string, values?: readonly unknown[]): Promise<any[]>;
  close(): Promise<void>;
}

/** Connects as superuser. */
export async function openSql(url: string): Promise<Sql> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const query = async (text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows;
  return Object.assign(query, { close: () => client.end() });
}
