import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Back-tests of other settings on stored events. */
export class Replays1779603000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE replay (
      id uuid PRIMARY KEY,
      status text NOT NULL,
      requested_by text NOT NULL,
      since timestamptz NOT NULL,
      until timestamptz NOT NULL,
      changes jsonb NOT NULL,
      done integer NOT NULL DEFAULT 0,
      total integer NOT NULL DEFAULT 0,
      result jsonb,
      problem text,
      created_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    )`);
    await runner.query(`CREATE INDEX replay_status_idx ON replay (status, created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE replay');
  }
}
