import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callers can be recognised by, and the verifications of callers. */
export class HelpdeskCounter1779608000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE caller_verification');
    await runner.query('DROP TABLE account_contact');
  }
}

const STATEMENTS = [
  `CREATE TABLE account_contact (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT account_contact_account_fkey REFERENCES account (id) ON DELETE CASCADE,
    kind text NOT NULL,
    name text NOT NULL,
    shown text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_contact_name_key UNIQUE (account_id, kind, name)
  )`,
  `CREATE TABLE caller_verification (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT caller_verification_account_fkey REFERENCES account (id) ON DELETE CASCADE,
    operator text NOT NULL,
    ticket text NOT NULL,
    method text NOT NULL,
    contact_id uuid,
    status text NOT NULL,
    salt bytea,
    code_digest bytea,
    tries integer NOT NULL DEFAULT 0,
    approved_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    verified_at timestamptz,
    used_at timestamptz
  )`,
  `CREATE INDEX caller_verification_account_idx ON caller_verification (account_id, created_at)`,
  `CREATE INDEX caller_verification_operator_idx ON caller_verification (operator, created_at)`,
];
