import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { TicketStatus } from './domain/ticket.js';

/** A ticket as lists show it. */
export interface TicketListRow {
  readonly id: string;
  readonly helpdesk_id: string;
  readonly helpdesk: string;
  readonly subject_kind: 'account' | 'incident' | 'blacklist';
  readonly subject_id: string;
  readonly account_id: string | null;
  readonly login: string | null;
  readonly epoch: number;
  readonly key: string;
  readonly status: TicketStatus;
  readonly title: string | null;
  readonly remote_id: string | null;
  readonly remote_url: string | null;
  readonly problem: string | null;
  readonly waiting: number;
  readonly created_at: Date;
  readonly opened_at: Date | null;
  readonly resolved_at: Date | null;
}

/** Which tickets a list shows. */
export interface TicketFilter {
  readonly status?: TicketStatus | undefined;
  readonly accountId?: string | undefined;
  readonly helpdeskId?: string | undefined;
  /** Id of the last ticket of the page before. */
  readonly before?: string | undefined;
}

/** Lists of tickets. */
@Injectable()
export class TicketReadModel {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  list(filter: TicketFilter, limit: number): Promise<TicketListRow[]> {
    return this.database.direct.query(
      `SELECT ticket.id, ticket.helpdesk_id, helpdesk.name AS helpdesk, ticket.subject_kind,
              ticket.subject_id, ticket.account_id, account.login, ticket.epoch, ticket.key,
              ticket.status, ticket.title, ticket.remote_id, ticket.remote_url, ticket.problem,
              (SELECT count(*)::int FROM ticket_note
                WHERE ticket_note.ticket_id = ticket.id AND ticket_note.told_at IS NULL) AS waiting,
              ticket.created_at, ticket.opened_at, ticket.resolved_at
         FROM ticket
         JOIN helpdesk ON helpdesk.id = ticket.helpdesk_id
         LEFT JOIN account ON account.id = ticket.account_id
        WHERE ($1::text IS NULL OR ticket.status = $1)
          AND ($2::uuid IS NULL OR ticket.account_id = $2)
          AND ($3::uuid IS NULL OR ticket.helpdesk_id = $3)
          AND ($4::uuid IS NULL OR ticket.id < $4)
        ORDER BY ticket.id DESC LIMIT $5`,
      [
        filter.status ?? null,
        filter.accountId ?? null,
        filter.helpdeskId ?? null,
        filter.before ?? null,
        limit,
      ],
    );
  }
}
