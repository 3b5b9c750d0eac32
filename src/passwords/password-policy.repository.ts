import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Assignment } from './domain/assignment.js';
import type { PolicyRule } from './domain/policy-rule.js';

/** One version of a policy, as it is kept. */
export interface StoredPolicy {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly rules: readonly PolicyRule[];
  /** Words of the organisation, for every check by this policy. */
  readonly words: readonly string[];
  readonly assignments: readonly Assignment[];
  /** undefined for a preset. */
  readonly changedAt: Date | undefined;
  /** undefined for a preset. */
  readonly changedBy: string | undefined;
}

/** A version that is about to be kept. */
export interface NewVersion extends StoredPolicy {
  readonly removed: boolean;
  readonly changedAt: Date;
  readonly changedBy: string;
}

interface Row {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly rules: PolicyRule[];
  readonly words: string[];
  readonly assignments: Assignment[];
  readonly removed: boolean;
  readonly changed_at: Date;
  readonly changed_by: string;
}

const COLUMNS = `password_policy_version.name, password_policy_version.version,
  password_policy_version.description, password_policy_version.rules, password_policy_version.words,
  password_policy_version.assignments, password_policy_version.removed,
  password_policy_version.changed_at, password_policy_version.changed_by`;

/** Keeps the versions of password policies. */
@Injectable()
export class PasswordPolicyRepository {
  /** The newest version of every policy that wasn't removed. */
  async current(tx: Transaction): Promise<readonly StoredPolicy[]> {
    const rows: Row[] = await tx.query(
      `SELECT newest.* FROM (
         SELECT DISTINCT ON (password_policy_version.name) ${COLUMNS}
           FROM password_policy_version
          ORDER BY password_policy_version.name, password_policy_version.version DESC
       ) AS newest WHERE NOT newest.removed`,
    );
    return rows.map(stored);
  }

  /** Versions of a policy, the newest first; those after `before` where it is given. */
  async versions(
    tx: Transaction,
    name: string,
    before: number | undefined,
    limit: number,
  ): Promise<readonly StoredPolicy[]> {
    const rows: Row[] = await tx.query(
      `SELECT ${COLUMNS} FROM password_policy_version
        WHERE password_policy_version.name = $1 AND NOT password_policy_version.removed
          AND password_policy_version.version < coalesce($2, 2147483647)
        ORDER BY password_policy_version.version DESC LIMIT $3`,
      [name, before ?? null, limit],
    );
    return rows.map(stored);
  }

  /** The number of the newest version, removed or not; 0 without any. Others wait until the transaction ends. */
  async lockNewest(tx: Transaction, name: string): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('authwarden.password-policies'))`);
    const [row]: { version: number | null }[] = await tx.query(
      `SELECT max(password_policy_version.version) AS version FROM password_policy_version
        WHERE password_policy_version.name = $1`,
      [name],
    );
    return row?.version ?? 0;
  }

  async add(tx: Transaction, version: NewVersion): Promise<void> {
    await tx.query(
      `INSERT INTO password_policy_version
         (name, version, description, rules, words, assignments, removed, changed_at, changed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        version.name,
        version.version,
        version.description,
        JSON.stringify(version.rules),
        version.words,
        JSON.stringify(version.assignments),
        version.removed,
        version.changedAt,
        version.changedBy,
      ],
    );
  }
}

function stored(row: Row): StoredPolicy {
  const { name, version, description, rules, words, assignments } = row;
  return {
    name,
    version,
    description,
    rules,
    words,
    assignments,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
