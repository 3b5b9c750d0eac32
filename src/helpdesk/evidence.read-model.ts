import { Injectable } from '@nestjs/common';
import type { Contribution } from '../risk/domain/scoring.js';
import type { Transaction } from '../platform/database/transaction.js';
import { outcomeCodes } from '../events/domain/stored-codes.js';

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
}
