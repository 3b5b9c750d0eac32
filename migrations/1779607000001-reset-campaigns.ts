import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reset campaigns: which accounts, in which order, in waves; the rows are the truth, jobs only a reminder. */
export class ResetCampaigns1779607000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX action_campaign_idx`);
    await runner.query(`DROP TABLE reset_campaign_account, reset_campaign`);
  }
}

const STATEMENTS = [
  `CREATE TABLE reset_campaign (
    id uuid PRIMARY KEY,
    status text NOT NULL,
    selector jsonb NOT NULL,
    reason text NOT NULL,
    notice jsonb,
    wave_size integer NOT NULL,
    wave_every_seconds integer NOT NULL,
    canary_size integer NOT NULL,
    pause_at_failure_percent double precision NOT NULL,
    requested_by text NOT NULL,
    approved_by text,
    outcome jsonb,
    wave integer NOT NULL DEFAULT 0,
    seen_wave integer NOT NULL DEFAULT 0,
    next_wave_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  `CREATE INDEX reset_campaign_open_idx ON reset_campaign (id) WHERE status IN ('preparing', 'running')`,
  `CREATE TABLE reset_campaign_account (
    campaign_id uuid NOT NULL,
    account_id uuid NOT NULL,
    score double precision NOT NULL,
    exclusion jsonb,
    wave integer,
    action_id uuid,
    CONSTRAINT reset_campaign_account_pkey PRIMARY KEY (campaign_id, account_id)
  )`,
  `CREATE INDEX reset_campaign_account_order_idx
     ON reset_campaign_account (campaign_id, score DESC, account_id)`,
  `CREATE INDEX action_campaign_idx ON action (campaign_id) WHERE campaign_id IS NOT NULL`,
];
