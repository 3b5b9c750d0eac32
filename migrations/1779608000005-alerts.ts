import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom to call when something happens, and what he is still to be told. */
export class Alerts1779608000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert_item');
    await runner.query('DROP TABLE alert');
  }
}

const STATEMENTS = [
  `CREATE TABLE alert (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kinds text[] NOT NULL,
    level text NOT NULL,
    mail_to text,
    webhook_id uuid CONSTRAINT alert_webhook_fkey REFERENCES webhook (id) ON DELETE CASCADE,
    group_minutes integer NOT NULL,
    per_hour integer NOT NULL,
    silenced_until timestamptz,
    enabled boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT alert_name_key UNIQUE (name),
    CONSTRAINT alert_target_check CHECK ((mail_to IS NULL) <> (webhook_id IS NULL))
  )`,
  `CREATE TABLE alert_item (
    id uuid PRIMARY KEY,
    alert_id uuid NOT NULL CONSTRAINT alert_item_alert_fkey REFERENCES alert (id) ON DELETE CASCADE,
    happening_id uuid NOT NULL,
    account_id uuid,
    text text NOT NULL,
    told_as uuid,
    told_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT alert_item_once_key UNIQUE (alert_id, happening_id)
  )`,
  `CREATE INDEX alert_item_waiting_idx ON alert_item (alert_id, id) WHERE told_at IS NULL`,
];
