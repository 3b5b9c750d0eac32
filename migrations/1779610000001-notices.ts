import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the owners of accounts are to be told, and what became of it. */
export class Notices1779610000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE notice (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        status text NOT NULL DEFAULT 'waiting',
        sent_to text,
        problem text,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CONSTRAINT notice_status_check CHECK (status IN ('waiting', 'sent', 'not-sent'))
      )`,
    );
    await runner.query(`CREATE INDEX notice_account_idx ON notice (account_id, id)`);
    await runner.query(`CREATE INDEX notice_waiting_idx ON notice (id) WHERE status = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notice');
  }
}
