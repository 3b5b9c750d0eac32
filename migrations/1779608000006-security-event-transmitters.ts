import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose security events are taken in, and which ones were. */
export class SecurityEventTransmitters1779608000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE received_security_event');
    await runner.query('DROP TABLE security_event_transmitter');
  }
}

const STATEMENTS = [
  `CREATE TABLE security_event_transmitter (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    issuer text NOT NULL,
    audience text NOT NULL,
    jwks_url text NOT NULL,
    subject_issuers text[] NOT NULL,
    subject_is text NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT security_event_transmitter_name_key UNIQUE (name)
  )`,
  `CREATE TABLE received_security_event (
    id uuid PRIMARY KEY,
    transmitter_id uuid NOT NULL CONSTRAINT received_security_event_transmitter_fkey
      REFERENCES security_event_transmitter (id) ON DELETE CASCADE,
    jti text NOT NULL,
    types text[] NOT NULL,
    account_id uuid,
    outcome text NOT NULL,
    issued_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT received_security_event_once_key UNIQUE (transmitter_id, jti)
  )`,
  `CREATE INDEX received_security_event_at_idx ON received_security_event (received_at)`,
];
