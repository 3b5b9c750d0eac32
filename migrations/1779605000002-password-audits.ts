import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads, audits, what they tested and what they found. Hashes are only in `sealed`, and only until the run has ended. */
export class PasswordAudits1779605000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.query(`DROP TABLE ${table}`);
  }
}

const TABLES = [
  'password_upload',
  'password_audit',
  'password_audit_chunk',
  'password_audit_account',
  'password_audit_finding',
];

const STATEMENTS = [
  `CREATE TABLE password_upload (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    format text NOT NULL,
    accounts integer NOT NULL,
    problems jsonb NOT NULL,
    problem_count integer NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE TABLE password_audit (
    id uuid PRIMARY KEY,
    directory_id uuid,
    upload_id uuid,
    source text NOT NULL,
    status text NOT NULL,
    policy text NOT NULL,
    checks jsonb NOT NULL,
    sealed_key bytea,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    summary jsonb,
    problem text,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    started_at timestamptz,
    heard_at timestamptz,
    finished_at timestamptz
  )`,
  `CREATE INDEX password_audit_source_idx ON password_audit (source, requested_at)`,
  `CREATE INDEX password_audit_open_idx ON password_audit (status) WHERE status IN ('queued', 'running')`,
  `CREATE TABLE password_audit_chunk (
    owner_id uuid NOT NULL,
    ordinal integer NOT NULL,
    subjects integer NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT password_audit_chunk_pkey PRIMARY KEY (owner_id, ordinal)
  )`,
  `CREATE TABLE password_audit_account (
    audit_id uuid NOT NULL,
    ordinal integer NOT NULL,
    account_id uuid,
    login text NOT NULL,
    display_name text,
    mail text,
    unit text,
    active boolean,
    changed_at timestamptz,
    scheme text,
    grade text,
    coverage text NOT NULL,
    tries integer NOT NULL,
    untried integer NOT NULL,
    milliseconds double precision NOT NULL,
    guessed_from text,
    score smallint,
    sharing bytea,
    shared_group integer,
    CONSTRAINT password_audit_account_pkey PRIMARY KEY (audit_id, ordinal)
  )`,
  `CREATE INDEX password_audit_account_sharing_idx ON password_audit_account (audit_id, sharing)
     WHERE sharing IS NOT NULL`,
  `CREATE TABLE password_audit_finding (
    audit_id uuid NOT NULL,
    ordinal integer NOT NULL,
    finding text NOT NULL,
    severity text NOT NULL,
    evidence jsonb NOT NULL,
    CONSTRAINT password_audit_finding_pkey PRIMARY KEY (audit_id, ordinal, finding)
  )`,
];
