import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What other systems are told of, in the transaction that changed it.
 *
 * `written` is the order of writing, which isn't that of committing; `sequence` is given afterwards,
 * to what is committed, under the lock of the one row of `happening_clock`. So nobody who has read
 * up to a sequence can miss a row that is committed later.
 */
export class Happenings1779608000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['happening', 'happening_clock', 'happening_cursor'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

const STATEMENTS = [
  `CREATE TABLE happening (
    id uuid PRIMARY KEY,
    written bigint GENERATED ALWAYS AS IDENTITY,
    sequence bigint,
    kind text NOT NULL,
    subject text NOT NULL,
    account_id uuid,
    detail jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT happening_sequence_key UNIQUE (sequence)
  )`,
  `CREATE INDEX happening_fresh_idx ON happening (written) WHERE sequence IS NULL`,
  `CREATE TABLE happening_clock (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    last bigint NOT NULL
  )`,
  `INSERT INTO happening_clock (last) VALUES (0)`,
  `CREATE TABLE happening_cursor (
    consumer text PRIMARY KEY,
    sequence bigint NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now()
  )`,
];
