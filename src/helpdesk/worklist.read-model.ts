import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

export const WORKLISTS = [
  'locked',
  'must-change',
  'expiring',
  'awaiting-approval',
  'second-wave',
] as const;
export type Worklist = (typeof WORKLISTS)[number];

/** One line of a worklist. */
export interface WorklistRow {
  /** Of the account, or of the action that waits. */
  readonly key: string;
  readonly account_id: string;
  readonly login: string;
  readonly display_name: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly note: string;
}

const LOCK = `(SELECT action.created_at, action.expires_at, action.reason, action.operation FROM action
    WHERE action.account_id = account.id AND action.status = 'applied'
      AND action.operation IN ('lock', 'unlock', 'disable', 'enable')
    ORDER BY action.created_at DESC LIMIT 1)`;
const IS_LOCK = `newest.operation IN ('lock', 'disable')`;

/** What each list holds; `key` is what it is ordered by. Locks and passwords that end within this are expiring. */
const LISTS: Readonly<Record<Worklist, string>> = {
  locked: `
    SELECT account.id AS key, account.id AS account_id, account.login, account.display_name,
           newest.created_at AS since, newest.expires_at AS until, coalesce(newest.reason, '') AS note
      FROM account LEFT JOIN LATERAL ${LOCK} AS newest ON ${IS_LOCK}
     WHERE account.directory_state ->> 'active' = 'false' OR ${IS_LOCK}`,
  'must-change': `
    SELECT account.id AS key, account.id AS account_id, account.login, account.display_name,
           account.password_changed_at AS since, NULL::timestamptz AS until, '' AS note
      FROM account
     WHERE account.directory_state ->> 'mustChange' = 'true'
        OR account.password_state ->> 'mustChange' = 'true'`,
  expiring: `
    SELECT account.id AS key, account.id AS account_id, account.login, account.display_name,
           newest.created_at AS since,
           coalesce(newest.expires_at, (account.password_state ->> 'expiresAt')::timestamptz) AS until,
           CASE WHEN newest.expires_at IS NULL THEN 'the password' ELSE 'the lock' END AS note
      FROM account LEFT JOIN LATERAL ${LOCK} AS newest ON ${IS_LOCK}
     WHERE newest.expires_at < now() + interval '1 day'
        OR (account.password_state ->> 'expiresAt')::timestamptz
             BETWEEN now() AND now() + interval '7 days'`,
  'awaiting-approval': `
    SELECT action.id AS key, account.id AS account_id, account.login, account.display_name,
           action.created_at AS since, action.expires_at AS until,
           action.operation || ': ' || action.reason AS note
      FROM action JOIN account ON account.id = action.account_id
     WHERE action.status = 'awaiting-approval'`,
  'second-wave': `
    SELECT account.id AS key, account.id AS account_id, account.login, account.display_name,
           max(incident_member.remediated_at) AS since, NULL::timestamptz AS until,
           min(incident_member.wave_state) AS note
      FROM incident_member JOIN account ON account.id = incident_member.account_id
     WHERE incident_member.wave_state IN ('watching', 'recurred')
     GROUP BY account.id`,
};

/** What is to be done, by list. */
@Injectable()
export class WorklistReadModel {
  constructor(private readonly database: Database) {}

  /** @param after key of the last line of the page before */
  list(name: Worklist, after: string | undefined, limit: number): Promise<WorklistRow[]> {
    return this.database.direct.query(
      `SELECT listed.* FROM (${LISTS[name]}) AS listed
        WHERE $1::uuid IS NULL OR listed.key > $1 ORDER BY listed.key LIMIT $2`,
      [after ?? null, limit],
    );
  }
}
