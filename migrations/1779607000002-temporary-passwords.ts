import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Temporary passwords that wait to be fetched, sealed; nothing is left of one that was. */
export class TemporaryPasswords1779607000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE temporary_password (
        action_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        sealed bytea,
        made_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        fetched_at timestamptz,
        fetched_by text
      )`,
    );
    await runner.query(
      `CREATE INDEX temporary_password_expires_idx ON temporary_password (expires_at)
         WHERE sealed IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE temporary_password`);
  }
}
