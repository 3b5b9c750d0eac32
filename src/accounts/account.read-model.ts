import { Injectable } from '@nestjs/common';
import type { Level } from '../risk/domain/level.js';
import type { Contribution } from '../risk/domain/scoring.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { PasswordState } from './domain/password-state.js';
import type { Standing } from './domain/standing.js';

/** An account with its score, as lists and cards show it. */
export interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly display_name: string | null;
  readonly directory: string | null;
  readonly directory_state: { active: boolean; mustChange?: boolean } | null;
  readonly password_changed_at: Date | null;
  readonly password_state: PasswordState | null;
  /** Ids of what audits have found and still holds. */
  readonly password_findings: string[];
  readonly mail: string | null;
  readonly unit: string | null;
  readonly groups: string[];
  readonly enabled: boolean | null;
  readonly standing: Standing;
  readonly protected: boolean;
  readonly score: number;
  readonly level: Level;
  readonly scored_at: Date | null;
  readonly contributions: Contribution[];
  readonly open_signals: number;
  readonly first_at: Date | null;
  readonly last_at: Date | null;
}

/** Which accounts a list shows. */
export interface AccountFilter {
  /** Part of the login or of the display name. */
  readonly login?: string | undefined;
  readonly level?: Level | undefined;
  readonly minScore?: number | undefined;
  readonly standing?: Standing | undefined;
  readonly sort: AccountSort;
  /** The last account of the page before. */
  readonly after?: { readonly key: string | number; readonly id: string } | undefined;
}

export const ACCOUNT_SORTS = ['-score', 'score', 'login', '-login', '-lastEventAt'] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

const SORTS: Readonly<Record<AccountSort, { key: string; type: string; descending: boolean }>> = {
  '-score': { key: 'coalesce(account_risk.score, 0)', type: 'float8', descending: true },
  score: { key: 'coalesce(account_risk.score, 0)', type: 'float8', descending: false },
  login: { key: 'account.login', type: 'text', descending: false },
  '-login': { key: 'account.login', type: 'text', descending: true },
  '-lastEventAt': {
    key: `coalesce(account_state.last_at, 'epoch'::timestamptz)`,
    type: 'timestamptz',
    descending: true,
  },
};

const SELECT = `
  SELECT account.id, account.login, account.display_name, directory.name AS directory,
         account.directory_state, account.password_changed_at, account.password_state, account.mail,
         ARRAY(SELECT password_finding.finding FROM password_finding
                WHERE password_finding.account_id = account.id ORDER BY 1) AS password_findings,
         account.unit, account.groups, account.enabled, account.standing, account.protected,
         coalesce(account_risk.score, 0) AS score, coalesce(account_risk.level, 'low') AS level,
         account_risk.scored_at, coalesce(account_risk.contributions, '[]') AS contributions,
         coalesce(account_risk.open_signals, 0) AS open_signals,
         account_state.first_at, account_state.last_at
    FROM account
    LEFT JOIN account_risk ON account_risk.account_id = account.id
    LEFT JOIN account_state ON account_state.account_id = account.id
    LEFT JOIN directory ON directory.id = account.directory_id`;

/** Lists and cards of accounts. */
@Injectable()
export class AccountReadModel {
  constructor(private readonly database: Database) {}

  async find(tx: Transaction, id: string): Promise<AccountRow | undefined> {
    const [row]: AccountRow[] = await tx.query(`${SELECT} WHERE account.id = $1`, [id]);
    return row;
  }

  /** Rows in the order of the sort, and for each the key that a cursor needs. */
  list(filter: AccountFilter, limit: number): Promise<(AccountRow & { sort_key: string })[]> {
    const { key, type, descending } = SORTS[filter.sort];
    const parameters: unknown[] = [];
    const place = (value: unknown) => `$${parameters.push(value)}`;
    const conditions: string[] = [];
    if (filter.login !== undefined) {
      const part = place(`%${filter.login.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`);
      conditions.push(`(account.login LIKE ${part} OR lower(account.display_name) LIKE ${part})`);
    }
    if (filter.level !== undefined)
      conditions.push(`coalesce(account_risk.level, 'low') = ${place(filter.level)}`);
    if (filter.minScore !== undefined)
      conditions.push(`coalesce(account_risk.score, 0) >= ${place(filter.minScore)}`);
    if (filter.standing !== undefined)
      conditions.push(`account.standing = ${place(filter.standing)}`);
    if (filter.after)
      conditions.push(
        `(${key}, account.id) ${descending ? '<' : '>'} (${place(filter.after.key)}::${type}, ${place(filter.after.id)}::uuid)`,
      );
    const direction = descending ? 'DESC' : 'ASC';
    return this.database.direct.query(
      `SELECT listed.* FROM (${SELECT.replace('SELECT account.id', `SELECT ${key}::text AS sort_key, account.id`)}
        WHERE ${conditions.length > 0 ? conditions.join(' AND ') : 'true'}
        ORDER BY ${key} ${direction}, account.id ${direction} LIMIT ${limit}) AS listed`,
      parameters,
    );
  }
}
