import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Level } from '../risk/domain/level.js';
import type { Standing } from './domain/standing.js';

/** An account with all that decides on what may be done about it. */
export interface GuardedAccountRow {
  readonly id: string;
  readonly login: string;
  readonly displayName: string | undefined;
  readonly mail: string | undefined;
  readonly directoryId: string | undefined;
  readonly isProtected: boolean;
  readonly groups: readonly string[];
  /** Whether it can sign in; undefined where no directory has said. */
  readonly enabled: boolean | undefined;
  readonly passwordNeverExpires: boolean;
  readonly passwordChangedAt: Date | undefined;
  readonly standing: Standing;
  readonly score: number;
  readonly level: Level;
}

/** Which accounts are wanted, a page at a time in the order of their ids. */
export interface AccountSelection {
  readonly directoryId?: string | undefined;
  readonly unit?: string | undefined;
  /** Only accounts that a directory lists. */
  readonly listedOnly?: boolean;
  readonly after?: string | undefined;
}

interface Row {
  id: string;
  login: string;
  display_name: string | null;
  mail: string | null;
  directory_id: string | null;
  protected: boolean;
  groups: string[];
  enabled: boolean | null;
  never_expires: boolean | null;
  password_changed_at: Date | null;
  standing: Standing;
  score: number;
  level: Level;
}

const SELECT = `
  SELECT account.id, account.login, account.display_name, account.mail, account.directory_id,
         account.protected, account.groups, account.enabled,
         (account.password_state ->> 'neverExpires')::boolean AS never_expires,
         account.password_changed_at, account.standing,
         coalesce(account_risk.score, 0) AS score, coalesce(account_risk.level, 'low') AS level
    FROM account LEFT JOIN account_risk ON account_risk.account_id = account.id`;

/** What guard rails and campaigns ask about accounts. */
@Injectable()
export class GuardedAccountReadModel {
  async of(tx: Transaction, ids: readonly string[]): Promise<Map<string, GuardedAccountRow>> {
    const rows: Row[] = await tx.query(`${SELECT} WHERE account.id = ANY($1::uuid[])`, [ids]);
    return new Map(rows.map((row) => [row.id, toGuarded(row)]));
  }

  async page(
    tx: Transaction,
    { directoryId, unit, listedOnly = false, after }: AccountSelection,
    limit: number,
  ): Promise<GuardedAccountRow[]> {
    const rows: Row[] = await tx.query(
      `${SELECT}
        WHERE ($1::uuid IS NULL OR account.directory_id = $1)
          AND ($2::text IS NULL OR account.unit = $2)
          AND (NOT $3 OR account.directory_id IS NOT NULL)
          AND ($4::uuid IS NULL OR account.id > $4)
        ORDER BY account.id LIMIT ${limit}`,
      [directoryId ?? null, unit ?? null, listedOnly, after ?? null],
    );
    return rows.map(toGuarded);
  }

  /** How many accounts each directory lists. */
  async directorySizes(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
    const rows: { directory_id: string; count: string }[] = await tx.query(
      `SELECT account.directory_id, count(*) FROM account
        WHERE account.directory_id = ANY($1::uuid[]) GROUP BY 1`,
      [ids],
    );
    return new Map(rows.map((row) => [row.directory_id, Number(row.count)]));
  }

  /** Accounts of a directory that can sign in and are in a group that fits a pattern with stars. */
  async activeMembers(
    tx: Transaction,
    directoryId: string,
    groupPatterns: readonly string[],
  ): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT account.id FROM account
        WHERE account.directory_id = $1 AND account.enabled IS DISTINCT FROM false
          AND EXISTS (SELECT FROM unnest(account.groups) AS named (name)
                       WHERE lower(named.name) LIKE ANY($2::text[]))`,
      [directoryId, groupPatterns.map(likePattern)],
    );
    return rows.map(({ id }) => id);
  }
}

function likePattern(pattern: string): string {
  return pattern
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
}

function toGuarded(row: Row): GuardedAccountRow {
  return {
    id: row.id,
    login: row.login,
    displayName: row.display_name ?? undefined,
    mail: row.mail ?? undefined,
    directoryId: row.directory_id ?? undefined,
    isProtected: row.protected,
    groups: row.groups,
    enabled: row.enabled ?? undefined,
    passwordNeverExpires: row.never_expires ?? false,
    passwordChangedAt: row.password_changed_at ?? undefined,
    standing: row.standing,
    score: row.score,
    level: row.level,
  };
}
