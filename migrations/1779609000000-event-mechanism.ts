import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a client authenticated, and whether its connection was encrypted. */
export class EventMechanism1779609000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Nothing is rewritten: the columns of stored events are null.
    await runner.query(`ALTER TABLE event ADD COLUMN mechanism smallint, ADD COLUMN tls boolean`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE event DROP COLUMN mechanism, DROP COLUMN tls`);
  }
}
