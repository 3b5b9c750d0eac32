import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keyed, slow digests of chosen passwords, only where a history rule is in force; see docs/passwords.md. */
export class PasswordHistory1779604000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE password_history (
        account_id uuid NOT NULL CONSTRAINT password_history_account_fkey REFERENCES account (id) ON DELETE CASCADE,
        digest bytea NOT NULL,
        chosen_at timestamptz NOT NULL,
        CONSTRAINT password_history_pkey PRIMARY KEY (account_id, digest)
      )`,
    );
    await runner.query(
      `CREATE TABLE shared_password_history (
        digest bytea PRIMARY KEY,
        chosen_at timestamptz NOT NULL
      )`,
    );
    await runner.query(
      `CREATE INDEX shared_password_history_chosen_idx ON shared_password_history (chosen_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shared_password_history');
    await runner.query('DROP TABLE password_history');
  }
}
