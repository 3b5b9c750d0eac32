import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Helpdesks, their tickets, and the outbox of what is still to be said on them.
 *
 * A subject (an account, an incident) has at most one ticket in a helpdesk that isn't finished, and
 * a happening is told once on a ticket: unique indexes see to both.
 */
export class Helpdesk1779608000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['ticket_note', 'ticket', 'helpdesk'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

const STATEMENTS = [
  `CREATE TABLE helpdesk (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    settings jsonb NOT NULL,
    sealed_secrets bytea,
    rules jsonb NOT NULL,
    templates jsonb NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    failures integer NOT NULL DEFAULT 0,
    problem text,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT helpdesk_name_key UNIQUE (name)
  )`,
  `CREATE TABLE ticket (
    id uuid PRIMARY KEY,
    helpdesk_id uuid NOT NULL CONSTRAINT ticket_helpdesk_fkey REFERENCES helpdesk (id) ON DELETE CASCADE,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    account_id uuid,
    epoch integer NOT NULL,
    key text NOT NULL,
    status text NOT NULL,
    queue text,
    priority text NOT NULL,
    assignee text,
    title text,
    remote_id text,
    remote_url text,
    remote_state text,
    problem text,
    retry_at timestamptz,
    polled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    opened_at timestamptz,
    resolved_at timestamptz,
    CONSTRAINT ticket_key_key UNIQUE (helpdesk_id, key),
    CONSTRAINT ticket_epoch_key UNIQUE (helpdesk_id, subject_kind, subject_id, epoch)
  )`,
  `CREATE UNIQUE INDEX ticket_open_key ON ticket (helpdesk_id, subject_kind, subject_id)
     WHERE status IN ('wanted', 'open', 'resolving')`,
  `CREATE INDEX ticket_account_idx ON ticket (account_id, id)`,
  `CREATE INDEX ticket_status_idx ON ticket (helpdesk_id, status, id)`,
  `CREATE TABLE ticket_note (
    id uuid PRIMARY KEY,
    ticket_id uuid NOT NULL CONSTRAINT ticket_note_ticket_fkey REFERENCES ticket (id) ON DELETE CASCADE,
    account_id uuid,
    happening_id uuid NOT NULL,
    story jsonb NOT NULL,
    told_as text,
    told_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ticket_note_once_key UNIQUE (ticket_id, happening_id)
  )`,
  `CREATE INDEX ticket_note_waiting_idx ON ticket_note (ticket_id, id) WHERE told_at IS NULL`,
];
