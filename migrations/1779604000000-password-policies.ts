import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Password policies with all their versions; the newest one of a name holds, unless it says that
 * the policy was removed. The presets aren't kept here.
 */
export class PasswordPolicies1779604000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE password_policy_version (
        name text NOT NULL,
        version integer NOT NULL,
        description text NOT NULL DEFAULT '',
        rules jsonb NOT NULL,
        words text[] NOT NULL DEFAULT '{}',
        assignments jsonb NOT NULL DEFAULT '[]',
        removed boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL,
        CONSTRAINT password_policy_version_pkey PRIMARY KEY (name, version)
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_policy_version');
  }
}
