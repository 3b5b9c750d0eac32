import pg from 'pg';

/** How many events the database holds, asked of it and not of the service. */
export async function storedEvents(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const counted = await client.query<{ events: number }>(
      'SELECT count(*)::int AS events FROM event',
    );
    return counted.rows[0]?.events ?? 0;
  } finally {
    await client.end();
  }
}
