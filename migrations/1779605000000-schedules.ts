import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs that operators want done again and again. */
export class Schedules1779605000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE schedule (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      job text NOT NULL,
      cron text NOT NULL,
      timezone text NOT NULL,
      params jsonb NOT NULL,
      enabled boolean NOT NULL,
      missed_runs text NOT NULL,
      next_run_at timestamptz,
      last_run jsonb,
      last_skip jsonb,
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT schedule_name_key UNIQUE (name)
    )`);
    await runner.query(
      `CREATE INDEX schedule_next_run_idx ON schedule (next_run_at) WHERE enabled`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedule');
  }
}
