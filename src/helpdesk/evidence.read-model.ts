import { Injectable } from '@nestjs/common';
import type { Contribution } from '../risk/domain/scoring.js';
import type { Transaction } from '../platform/database/transaction.js';
import { outcomeCodes } from '../events/domain/stored-codes.js';
import type { Member } from './domain/evidence.js';
import type { ReleaseFacts } from './domain/release.js';

/** An account as tickets and cards show it. */
export interface AccountFacts {
  readonly id: string;
  readonly login: string;
  readonly display_name: string | null;
  readonly standing: string;
  readonly protected: boolean;
  readonly directory: string | null;
  readonly directory_state: { active: boolean; mustChange?: boolean } | null;
  readonly password_changed_at: Date | null;
  readonly score: number;
  readonly level: string;
  readonly contributions: Contribution[];
}

/** Uses of an account from one address. */
export interface UsedAddress {
  readonly address: string;
  readonly count: number;
  readonly first_at: Date;
  readonly last_at: Date;
  /** Addresses in all. */
  readonly total: number;
}

/** An action as a ticket tells it. */
export interface ActionFacts {
  readonly id: string;
  readonly operation: string;
  readonly status: string;
  readonly mode: string;
  readonly reason: string;
  readonly requested_by: string;
  readonly approved_by: string | null;
  readonly outcome: { code: string; detail: string } | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly expires_at: Date | null;
}

/** Reads what is known of one account, for people who have to decide on it. */
@Injectable()
export class EvidenceReadModel {
  async account(tx: Transaction, id: string): Promise<AccountFacts | undefined> {
    const [row]: AccountFacts[] = await tx.query(
      `SELECT account.id, account.login, account.display_name, account.standing, account.protected,
              directory.name AS directory, account.directory_state, account.password_changed_at,
              coalesce(account_risk.score, 0) AS score, coalesce(account_risk.level, 'low') AS level,
              coalesce(account_risk.contributions, '[]') AS contributions
         FROM account
         LEFT JOIN account_risk ON account_risk.account_id = account.id
         LEFT JOIN directory ON directory.id = account.directory_id
        WHERE account.id = $1`,
      [id],
    );
    return row;
  }

  /** The addresses that used an account in the day before its newest event, the newest first. */
  async addresses(tx: Transaction, accountId: string, limit: number): Promise<UsedAddress[]> {
    return tx.query(
      `SELECT host(event.source_ip) AS address, count(*)::int AS count,
              min(event.at) AS first_at, max(event.at) AS last_at, (count(*) OVER ())::int AS total
         FROM event
         JOIN account_state ON account_state.account_id = event.account_id
        WHERE event.account_id = $1 AND event.outcome = $2 AND event.source_ip IS NOT NULL
          AND event.at > account_state.last_at - interval '1 day'
        GROUP BY 1 ORDER BY max(event.at) DESC, 1 LIMIT $3`,
      [accountId, outcomeCodes.code('success'), limit],
    );
  }

  /** The newest first, dry runs left out. */
  async actions(tx: Transaction, accountId: string, limit: number): Promise<ActionFacts[]> {
    return tx.query(
      `SELECT action.id, action.operation, action.status, action.mode, action.reason,
              action.requested_by, action.approved_by, action.outcome, action.created_at,
              action.finished_at, action.expires_at
         FROM action WHERE action.account_id = $1 AND NOT action.dry_run
        ORDER BY action.created_at DESC, action.id DESC LIMIT $2`,
      [accountId, limit],
    );
  }

  /** Lines of an incident's table, with each account's newest ticket in the helpdesk. */
  async members(
    tx: Transaction,
    accountIds: readonly string[],
    helpdeskId: string,
  ): Promise<Member[]> {
    return tx.query(
      `SELECT account.login, coalesce(account_risk.level, 'low') AS level, account.standing,
              coalesce(newest.remote_id, '') AS ticket
         FROM account
         LEFT JOIN account_risk ON account_risk.account_id = account.id
         LEFT JOIN LATERAL (SELECT ticket.remote_id FROM ticket
                             WHERE ticket.account_id = account.id AND ticket.helpdesk_id = $2
                             ORDER BY ticket.id DESC LIMIT 1) AS newest ON true
        WHERE account.id = ANY($1::uuid[])
        ORDER BY coalesce(account_risk.score, 0) DESC, account.login`,
      [accountIds, helpdeskId],
    );
  }

  /** The login and every address of an account. */
  async names(tx: Transaction, accountId: string): Promise<string[]> {
    const rows: { name: string }[] = await tx.query(
      `SELECT account.login AS name FROM account WHERE account.id = $1
       UNION SELECT account_address.address FROM account_address WHERE account_address.account_id = $1`,
      [accountId],
    );
    return rows.map(({ name }) => name);
  }

  /** Accounts whose login, address or name has the text in it, after the account `after`. */
  async search(
    tx: Transaction,
    query: string,
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const part = `%${query.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    const rows: { id: string }[] = await tx.query(
      `SELECT account.id FROM account
        WHERE ($2::uuid IS NULL OR account.id > $2)
          AND (account.login LIKE $1 OR lower(account.display_name) LIKE $1
               OR EXISTS (SELECT FROM account_address
                           WHERE account_address.account_id = account.id
                             AND account_address.address LIKE $1))
        ORDER BY account.id LIMIT $3`,
      [part, after ?? null, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Where the watch after the last remedy stands. */
  async secondWave(tx: Transaction, accountId: string): Promise<ReleaseFacts['secondWave']> {
    const [row]: { wave_state: ReleaseFacts['secondWave'] }[] = await tx.query(
      `SELECT incident_member.wave_state FROM incident_member
        WHERE incident_member.account_id = $1
        ORDER BY incident_member.joined_at DESC, incident_member.incident_id DESC LIMIT 1`,
      [accountId],
    );
    return row?.wave_state ?? 'none';
  }

  /** Ids of the actions of an account that wait for approval. */
  async awaiting(tx: Transaction, accountId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT action.id FROM action
        WHERE action.account_id = $1 AND action.status = 'awaiting-approval' ORDER BY action.id`,
      [accountId],
    );
    return rows.map(({ id }) => id);
  }
}
