import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what the messages of helpdesks are checked, and which of them came. */
export class HelpdeskHooks1779608000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE helpdesk_hook');
    await runner.query('DROP TABLE helpdesk_inbound_secret');
  }
}

const STATEMENTS = [
  `CREATE TABLE helpdesk_inbound_secret (
    helpdesk_id uuid PRIMARY KEY CONSTRAINT helpdesk_inbound_secret_helpdesk_fkey
      REFERENCES helpdesk (id) ON DELETE CASCADE,
    sealed bytea NOT NULL,
    sealed_former bytea,
    former_until timestamptz
  )`,
  `CREATE TABLE helpdesk_hook (
    helpdesk_id uuid NOT NULL CONSTRAINT helpdesk_hook_helpdesk_fkey REFERENCES helpdesk (id) ON DELETE CASCADE,
    message_digest bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT helpdesk_hook_pkey PRIMARY KEY (helpdesk_id, message_digest)
  )`,
  `CREATE INDEX helpdesk_hook_received_idx ON helpdesk_hook (received_at)`,
];
