import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators know and the log doesn't say, and what their verdicts have settled. */
export class Suppressors1779601000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE suppressor (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        network cidr,
        account_id uuid,
        countries text[],
        valid_from timestamptz,
        valid_to timestamptz,
        days integer,
        note text NOT NULL DEFAULT '',
        enabled boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
    );
    await runner.query(
      `CREATE TABLE settled_evidence (
        account_id uuid NOT NULL,
        detector text NOT NULL,
        evidence jsonb NOT NULL,
        settled_at timestamptz NOT NULL,
        CONSTRAINT settled_evidence_pkey PRIMARY KEY (account_id, detector)
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE settled_evidence, suppressor');
  }
}
