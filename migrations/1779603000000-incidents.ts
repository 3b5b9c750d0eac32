import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents, their members and what is known of how intruders used each account. */
export class Incidents1779603000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE incident_report, incident_member, incident, account_footprint');
  }
}

const STATEMENTS = [
  // What an account was when it was last looked at; another score or another event is a reason to
  // look again, so nothing is lost when a process dies between two looks.
  `CREATE TABLE account_footprint (
    account_id uuid PRIMARY KEY,
    seen_verdict_at timestamptz,
    seen_signals integer NOT NULL,
    seen_event_at timestamptz,
    looked_at timestamptz NOT NULL DEFAULT now(),
    footprint jsonb
  )`,
  `CREATE TABLE incident (
    id uuid PRIMARY KEY,
    number integer GENERATED ALWAYS AS IDENTITY,
    status text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    opened_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    first_sign_in_at timestamptz NOT NULL,
    first_abuse_at timestamptz,
    last_activity_at timestamptz NOT NULL,
    merged_into uuid,
    summary jsonb NOT NULL
  )`,
  `CREATE INDEX incident_status_idx ON incident (status, id)`,
  `CREATE TABLE incident_member (
    incident_id uuid NOT NULL CONSTRAINT incident_member_incident_fkey REFERENCES incident (id),
    account_id uuid NOT NULL,
    joined_at timestamptz NOT NULL DEFAULT now(),
    reason jsonb NOT NULL,
    remediated_at timestamptz,
    wave_state text NOT NULL DEFAULT 'none',
    wave jsonb,
    CONSTRAINT incident_member_pkey PRIMARY KEY (incident_id, account_id)
  )`,
  `CREATE INDEX incident_member_account_idx ON incident_member (account_id, incident_id)`,
  `CREATE TABLE incident_report (
    incident_id uuid PRIMARY KEY CONSTRAINT incident_report_incident_fkey REFERENCES incident (id),
    stamp text NOT NULL,
    report jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
  )`,
];
