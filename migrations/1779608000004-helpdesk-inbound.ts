import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What follows when a ticket is ended in the helpdesk. */
export class HelpdeskInbound1779608000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE helpdesk ADD COLUMN inbound jsonb NOT NULL
         DEFAULT '{"whenResolved": "nothing", "whenRejected": "nothing"}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE helpdesk DROP COLUMN inbound`);
  }
}
