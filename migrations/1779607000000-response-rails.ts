import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What actions need for substitutes, expiry, quiet hours, campaigns and temporary passwords. */
export class ResponseRails1779607000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX action_machine_idx, action_due_idx, action_expires_idx`);
    await runner.query(
      `ALTER TABLE action DROP COLUMN performed, DROP COLUMN due_at, DROP COLUMN campaign_id`,
    );
  }
}

const STATEMENTS = [
  `ALTER TABLE action ADD COLUMN performed text, ADD COLUMN due_at timestamptz,
     ADD COLUMN campaign_id uuid`,
  `CREATE INDEX action_expires_idx ON action (expires_at)
     WHERE status = 'applied' AND expires_at IS NOT NULL`,
  `CREATE INDEX action_due_idx ON action (due_at)
     WHERE status = 'awaiting-approval' AND due_at IS NOT NULL`,
  `CREATE INDEX action_machine_idx ON action (queued_at) WHERE mode = 'enforce'`,
];
