import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an incremental synchronisation goes on. */
export class DirectorySyncCursor1779606000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE directory ADD COLUMN sync_cursor text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE directory DROP COLUMN sync_cursor');
  }
}
