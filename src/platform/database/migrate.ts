import type { DataSource } from 'typeorm';

/**
 * Brings the schema up to date. Of several processes that start at once the first does it and the
 * others wait.
 *
 * @returns the same data source
 */
export async function migrated(dataSource: DataSource): Promise<DataSource> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`SELECT pg_advisory_lock(hashtext('authwarden.migrations'))`);
    await dataSource.runMigrations();
  } finally {
    await runner.query(`SELECT pg_advisory_unlock(hashtext('authwarden.migrations'))`);
    await runner.release();
  }
  return dataSource;
}
