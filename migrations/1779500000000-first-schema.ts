import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. Tables are singular; times are timestamptz; ids are UUIDv7 made by the process.
 * Every table that belongs to an account carries `account_id`, which is what Citus would distribute by.
 */
export class FirstSchema1779500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP FUNCTION refuse_audit_change');
  }
}

const TABLES = [
  'account',
  'account_address',
  'event',
  'event_day',
  'log_stream',
  'ingest_clock',
  'account_state',
  'account_checkpoint',
  'source_day',
  'signal',
  'account_risk',
  'detector_setting',
  'directory',
  'response_policy',
  'action',
  'audit_entry',
  'api_key',
  'idempotency_record',
];

const STATEMENTS = [
  `CREATE TABLE account (
    id uuid PRIMARY KEY,
    login text NOT NULL,
    display_name text,
    directory_id uuid,
    directory_ref text,
    directory_state jsonb,
    standing text NOT NULL DEFAULT 'normal',
    verdict_at timestamptz,
    protected boolean NOT NULL DEFAULT false,
    password_changed_at timestamptz,
    directory_seen_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_login_key UNIQUE (login)
  )`,
  `CREATE INDEX account_local_part_idx ON account (split_part(login, '@', 1))`,
  `CREATE INDEX account_directory_idx ON account (directory_id, directory_ref)`,

  `CREATE TABLE account_address (
    address text PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT account_address_account_fkey REFERENCES account (id) ON DELETE CASCADE,
    directory_id uuid
  )`,
  `CREATE INDEX account_address_account_idx ON account_address (account_id)`,

  `CREATE TABLE event (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    account_id uuid,
    source_ip inet,
    type smallint NOT NULL,
    outcome smallint NOT NULL,
    protocol smallint NOT NULL,
    reason smallint,
    listener smallint NOT NULL,
    server text,
    client text,
    session text,
    message json,
    CONSTRAINT event_pkey PRIMARY KEY (at, id)
  ) PARTITION BY RANGE (at)`,
  `CREATE INDEX event_account_idx ON event (account_id, at)`,
  `CREATE INDEX event_source_idx ON event (source_ip, at)`,
  `CREATE TABLE event_day (
    day date PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE log_stream (
    name text PRIMARY KEY,
    format text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE ingest_clock (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    epoch bigint NOT NULL,
    newest_event_at timestamptz,
    roster_version bigint NOT NULL DEFAULT 0,
    settings_version bigint NOT NULL DEFAULT 0
  )`,
  `INSERT INTO ingest_clock (epoch) VALUES (0)`,

  `CREATE TABLE account_state (
    account_id uuid PRIMARY KEY,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    state text NOT NULL
  ) WITH (fillfactor = 60)`,
  `CREATE TABLE account_checkpoint (
    account_id uuid NOT NULL,
    day date NOT NULL,
    state text NOT NULL,
    CONSTRAINT account_checkpoint_pkey PRIMARY KEY (account_id, day)
  )`,
  `CREATE TABLE source_day (
    network cidr NOT NULL,
    day date NOT NULL,
    state text NOT NULL,
    CONSTRAINT source_day_pkey PRIMARY KEY (network, day)
  ) WITH (fillfactor = 70)`,

  `CREATE TABLE signal (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    detector text NOT NULL,
    technique text NOT NULL,
    at timestamptz NOT NULL,
    event_id uuid NOT NULL,
    confidence double precision NOT NULL,
    summary text NOT NULL,
    evidence jsonb NOT NULL,
    suppressed_by text
  )`,
  `CREATE INDEX signal_account_idx ON signal (account_id, at)`,
  `CREATE INDEX signal_at_idx ON signal (at, id)`,

  `CREATE TABLE account_risk (
    account_id uuid PRIMARY KEY,
    score double precision NOT NULL,
    level text NOT NULL,
    scored_at timestamptz NOT NULL,
    contributions jsonb NOT NULL,
    open_signals integer NOT NULL
  )`,
  `CREATE INDEX account_risk_score_idx ON account_risk (score DESC, account_id)`,

  `CREATE TABLE detector_setting (
    detector text PRIMARY KEY,
    enabled boolean NOT NULL,
    weight double precision NOT NULL,
    options jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,

  `CREATE TABLE directory (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    settings jsonb NOT NULL,
    sealed_secrets bytea,
    sync_progress jsonb,
    synced_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT directory_name_key UNIQUE (name)
  )`,

  `CREATE TABLE response_policy (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    policy jsonb NOT NULL,
    version integer NOT NULL,
    stopped_at timestamptz,
    stopped_by text,
    stop_reason text,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE action (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    operation text NOT NULL,
    status text NOT NULL,
    mode text NOT NULL,
    reason text NOT NULL,
    evidence jsonb NOT NULL,
    ticket text,
    dry_run boolean NOT NULL DEFAULT false,
    requested_by text NOT NULL,
    approved_by text,
    directory_id uuid,
    before jsonb,
    after jsonb,
    outcome jsonb,
    attempts integer NOT NULL DEFAULT 0,
    undo_of uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    queued_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz
  )`,
  `CREATE INDEX action_account_idx ON action (account_id, created_at)`,
  `CREATE INDEX action_status_idx ON action (status, created_at)`,
  `CREATE UNIQUE INDEX action_open_key ON action (account_id, operation)
     WHERE status IN ('awaiting-approval', 'queued', 'running')`,

  `CREATE TABLE audit_entry (
    sequence bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    what text NOT NULL,
    subject text,
    detail jsonb NOT NULL,
    request_id text,
    previous_hash text NOT NULL,
    hash text NOT NULL
  )`,
  `CREATE INDEX audit_entry_actor_idx ON audit_entry (actor, sequence)`,
  `CREATE INDEX audit_entry_subject_idx ON audit_entry (subject, sequence)`,
  `CREATE INDEX audit_entry_at_idx ON audit_entry (at)`,
  `CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'insufficient_privilege';
   END $$`,
  `CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`,

  `CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT api_key_hash_key UNIQUE (key_hash)
  )`,
  `CREATE INDEX api_key_prefix_idx ON api_key (prefix)`,

  `CREATE TABLE idempotency_record (
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_record_pkey PRIMARY KEY (caller, key)
  )`,
  `CREATE INDEX idempotency_record_created_idx ON idempotency_record (created_at)`,
];
