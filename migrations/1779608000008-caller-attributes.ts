import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attributes of directories by which callers may be verified. */
export class CallerAttributes1779608000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE caller_attribute (
      id uuid PRIMARY KEY,
      directory_id uuid NOT NULL CONSTRAINT caller_attribute_directory_fkey
        REFERENCES directory (id) ON DELETE CASCADE,
      name text NOT NULL,
      attribute text NOT NULL,
      compare text NOT NULL,
      digits integer NOT NULL,
      CONSTRAINT caller_attribute_name_key UNIQUE (directory_id, name)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE caller_attribute');
  }
}
