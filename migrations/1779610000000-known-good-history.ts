import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What accounts go on with after the verdict `compromised`: their history before somebody else's. */
export class KnownGoodHistory1779610000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE known_good_history (
        account_id uuid PRIMARY KEY,
        last_at timestamptz NOT NULL,
        last_id text NOT NULL,
        state text NOT NULL
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_good_history');
  }
}
