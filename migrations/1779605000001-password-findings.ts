import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the last audits have found about the passwords of accounts, as long as it holds. */
export class PasswordFindings1779605000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE password_finding (
      account_id uuid NOT NULL,
      finding text NOT NULL,
      severity text NOT NULL,
      evidence jsonb NOT NULL,
      audit_id uuid NOT NULL,
      since timestamptz NOT NULL,
      CONSTRAINT password_finding_pkey PRIMARY KEY (account_id, finding)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_finding');
  }
}
