import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everybody's sign-ins by UTC day, provider, country, program and protocol: a sample of them. */
export class SignInDays1779601000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE sign_in_day (
        day date NOT NULL,
        key text NOT NULL,
        count integer NOT NULL,
        CONSTRAINT sign_in_day_pkey PRIMARY KEY (day, key)
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_in_day');
  }
}
