import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of what happens, each message to them, and the key of security event tokens. */
export class Webhooks1779608000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery');
    await runner.query('DROP TABLE webhook');
    await runner.query('DROP TABLE security_key');
  }
}

const STATEMENTS = [
  `CREATE TABLE security_key (
    id uuid PRIMARY KEY,
    public_jwk jsonb NOT NULL,
    sealed_private_jwk bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE webhook (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    kinds text[] NOT NULL,
    format text NOT NULL DEFAULT 'standard',
    audience text,
    sealed_secret bytea NOT NULL,
    sealed_former_secret bytea,
    former_until timestamptz,
    enabled boolean NOT NULL DEFAULT true,
    disabled_because text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhook_name_key UNIQUE (name)
  )`,
  `CREATE TABLE webhook_delivery (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL CONSTRAINT webhook_delivery_webhook_fkey REFERENCES webhook (id) ON DELETE CASCADE,
    message_id text NOT NULL,
    kind text NOT NULL,
    account_id uuid,
    body jsonb NOT NULL,
    status text NOT NULL DEFAULT 'waiting',
    attempts integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    last_status integer,
    problem text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT webhook_delivery_once_key UNIQUE (webhook_id, message_id)
  )`,
  `CREATE INDEX webhook_delivery_waiting_idx ON webhook_delivery (webhook_id, next_try_at) WHERE status = 'waiting'`,
];
