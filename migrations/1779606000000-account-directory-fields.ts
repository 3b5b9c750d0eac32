import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What directories say of their accounts, beside name and addresses; filled by a synchronisation. */
export class AccountDirectoryFields1779606000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE account
         ADD COLUMN unit text,
         ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
         ADD COLUMN enabled boolean,
         ADD COLUMN mail text,
         ADD COLUMN password_state jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE account DROP COLUMN unit, DROP COLUMN groups, DROP COLUMN enabled,
         DROP COLUMN mail, DROP COLUMN password_state`,
    );
  }
}
