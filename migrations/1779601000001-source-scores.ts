import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a source's day comes to, so that sources can be listed by it; days stored before have nothing. */
export class SourceScores1779601000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE source_day
         ADD COLUMN failed integer NOT NULL DEFAULT 0,
         ADD COLUMN names integer NOT NULL DEFAULT 0,
         ADD COLUMN arrived integer NOT NULL DEFAULT 0,
         ADD COLUMN score double precision NOT NULL DEFAULT 0`,
    );
    await runner.query(`CREATE INDEX source_day_score_idx ON source_day (day, score DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE source_day DROP COLUMN failed, DROP COLUMN names, DROP COLUMN arrived, DROP COLUMN score`,
    );
  }
}
