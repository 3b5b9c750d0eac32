import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The site's outgoing addresses, the blacklists that are asked about them, and what they said. */
export class Blacklists1779603000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE blacklist_check, blacklist_listing, blacklist_monitor');
  }
}

const STATEMENTS = [
  `CREATE TABLE blacklist_monitor (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    settings jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE blacklist_listing (
    id uuid PRIMARY KEY,
    address inet NOT NULL,
    zone text NOT NULL,
    codes text[] NOT NULL,
    reason text,
    listed_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    delisted_at timestamptz
  )`,
  `CREATE UNIQUE INDEX blacklist_listing_open_key ON blacklist_listing (address, zone) WHERE delisted_at IS NULL`,
  `CREATE TABLE blacklist_check (
    id uuid PRIMARY KEY,
    status text NOT NULL,
    requested_by text NOT NULL,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    result jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  )`,
  `CREATE INDEX blacklist_check_status_idx ON blacklist_check (status, created_at)`,
];
