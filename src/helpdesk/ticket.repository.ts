import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Priority, RemoteTicket } from './domain/connector.js';
import type { TicketRule } from './domain/rules.js';
import { ticketKey, type TicketSubject } from './domain/ticket-key.js';
import type { Ticket, TicketStatus } from './domain/ticket.js';

/** A row of the ticket table, as far as the domain reads it. */
export interface TicketRow {
  id: string;
  helpdesk_id: string;
  subject_kind: TicketSubject['kind'];
  subject_id: string;
  account_id: string | null;
  epoch: number;
  key: string;
  status: TicketStatus;
  queue: string | null;
  priority: Priority;
  assignee: string | null;
  remote_id: string | null;
  remote_url: string | null;
  created_at: Date;
}

/** What of a ticket's row changes. */
export interface TicketChange {
  readonly status?: TicketStatus;
  readonly remote?: RemoteTicket;
  readonly title?: string;
  readonly remoteState?: string;
  /** Why the helpdesk refused it; it is tried again ten minutes later. Null takes it away. */
  readonly problem?: string | null;
}

/** Writes tickets. */
@Injectable()
export class TicketRepository {
  /** The ticket of a subject that isn't finished. */
  async unfinished(
    tx: Transaction,
    helpdeskId: string,
    { kind, id }: Omit<TicketSubject, 'epoch'>,
  ): Promise<Ticket | undefined> {
    const [row]: TicketRow[] = await tx.query(
      `SELECT ticket.* FROM ticket
        WHERE ticket.helpdesk_id = $1 AND ticket.subject_kind = $2 AND ticket.subject_id = $3
          AND ticket.status IN ('wanted', 'open', 'resolving')`,
      [helpdeskId, kind, id],
    );
    return row && toTicket(row);
  }

  /** A new ticket of a subject that has none unfinished. Only the consumer adds any, one at a time. */
  async add(
    tx: Transaction,
    helpdeskId: string,
    subject: Omit<TicketSubject, 'epoch'> & { readonly accountId: string | undefined },
    rule: TicketRule,
  ): Promise<Ticket> {
    const [last]: { epoch: number }[] = await tx.query(
      `SELECT coalesce(max(ticket.epoch), 0)::int AS epoch FROM ticket
        WHERE ticket.helpdesk_id = $1 AND ticket.subject_kind = $2 AND ticket.subject_id = $3`,
      [helpdeskId, subject.kind, subject.id],
    );
    const epoch = (last?.epoch ?? 0) + 1;
    const { kind, id, accountId } = subject;
    const [row]: [TicketRow] = await tx.query(
      `INSERT INTO ticket (id, helpdesk_id, subject_kind, subject_id, account_id, epoch, key, status,
                           queue, priority, assignee)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'wanted', $8, $9, $10) RETURNING ticket.*`,
      [
        newId(),
        helpdeskId,
        kind,
        id,
        accountId ?? null,
        epoch,
        ticketKey({ kind, id, epoch }),
        rule.queue ?? null,
        rule.priority,
        rule.assignee ?? null,
      ],
    );
    return toTicket(row);
  }

  async find(tx: Transaction, id: string): Promise<Ticket | undefined> {
    const [row]: TicketRow[] = await tx.query(`SELECT ticket.* FROM ticket WHERE ticket.id = $1`, [
      id,
    ]);
    return row && toTicket(row);
  }

  /** Tickets of a helpdesk on which something is to be done, after the ticket `after`. */
  async waiting(
    tx: Transaction,
    helpdeskId: string,
    after: string | undefined,
    limit: number,
  ): Promise<Ticket[]> {
    const rows: TicketRow[] = await tx.query(
      `SELECT ticket.* FROM ticket
        WHERE ticket.helpdesk_id = $1 AND ($2::uuid IS NULL OR ticket.id > $2)
          AND (ticket.retry_at IS NULL OR ticket.retry_at <= now())
          AND (ticket.status IN ('wanted', 'resolving')
               OR (ticket.status = 'open' AND EXISTS (
                     SELECT FROM ticket_note
                      WHERE ticket_note.ticket_id = ticket.id AND ticket_note.told_at IS NULL)))
        ORDER BY ticket.id LIMIT $3`,
      [helpdeskId, after ?? null, limit],
    );
    return rows.map(toTicket);
  }

  /** Open tickets that the helpdesk has, those first that were asked about longest ago. */
  async toPoll(tx: Transaction, helpdeskId: string, limit: number): Promise<Ticket[]> {
    const rows: TicketRow[] = await tx.query(
      `SELECT ticket.* FROM ticket
        WHERE ticket.helpdesk_id = $1 AND ticket.status = 'open' AND ticket.remote_id IS NOT NULL
        ORDER BY ticket.polled_at NULLS FIRST, ticket.id LIMIT $2`,
      [helpdeskId, limit],
    );
    return rows.map(toTicket);
  }

  /** The newest ticket of this key or of this id of the helpdesk's. */
  async named(tx: Transaction, helpdeskId: string, name: string): Promise<Ticket | undefined> {
    const [row]: TicketRow[] = await tx.query(
      `SELECT ticket.* FROM ticket
        WHERE ticket.helpdesk_id = $1 AND (ticket.key = $2 OR ticket.remote_id = $2)
        ORDER BY ticket.id DESC LIMIT 1`,
      [helpdeskId, name],
    );
    return row && toTicket(row);
  }

  async polled(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE ticket SET polled_at = now() WHERE id = $1`, [id]);
  }

  /** Somebody has ended it in the helpdesk; whether nobody has said so before. */
  async endedElsewhere(
    tx: Transaction,
    id: string,
    status: 'resolved' | 'abandoned',
    remoteState: string,
  ): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `WITH ended AS (
         UPDATE ticket SET status = $2, remote_state = $3, resolved_at = now()
          WHERE id = $1 AND status = 'open' RETURNING id)
       SELECT ended.id FROM ended`,
      [id, status, remoteState],
    );
    return rows.length > 0;
  }

  /** The helpdesk has it. One that is to be resolved stays so. */
  async open(tx: Transaction, id: string): Promise<void> {
    await tx.query(
      `UPDATE ticket SET status = CASE WHEN status = 'wanted' THEN 'open' ELSE status END,
                         opened_at = coalesce(opened_at, now()) WHERE id = $1`,
      [id],
    );
  }

  /** The helpdesk has closed it, unless it began anew meanwhile: what is still to be told says so. */
  async resolved(tx: Transaction, id: string): Promise<void> {
    await tx.query(
      `UPDATE ticket SET status = 'resolved', resolved_at = now(), problem = NULL, retry_at = NULL
        WHERE id = $1 AND status = 'resolving'`,
      [id],
    );
  }

  async change(tx: Transaction, id: string, change: TicketChange): Promise<void> {
    await tx.query(
      `UPDATE ticket
          SET status = coalesce($2, status),
              remote_id = coalesce($3, remote_id), remote_url = coalesce($4, remote_url),
              title = coalesce($5, title), remote_state = coalesce($6, remote_state),
              problem = CASE WHEN $7 THEN $8 ELSE problem END,
              retry_at = CASE WHEN $8::text IS NULL THEN NULL ELSE now() + interval '10 minutes' END,
              opened_at = CASE WHEN $2 = 'open' THEN coalesce(opened_at, now()) ELSE opened_at END,
              resolved_at = CASE WHEN $2 IN ('resolved', 'abandoned') THEN coalesce(resolved_at, now())
                                 ELSE resolved_at END
        WHERE id = $1`,
      [
        id,
        change.status ?? null,
        change.remote?.id ?? null,
        change.remote?.url ?? null,
        change.title ?? null,
        change.remoteState ?? null,
        change.problem !== undefined,
        change.problem ?? null,
      ],
    );
  }
}

/** Reads a row back into the words of the domain. */
export function toTicket(row: TicketRow): Ticket {
  return {
    id: row.id,
    helpdeskId: row.helpdesk_id,
    subject: { kind: row.subject_kind, id: row.subject_id, epoch: row.epoch },
    accountId: row.account_id ?? undefined,
    key: row.key,
    status: row.status,
    queue: row.queue ?? undefined,
    priority: row.priority,
    assignee: row.assignee ?? undefined,
    remote:
      row.remote_id === null ? undefined : { id: row.remote_id, url: row.remote_url ?? undefined },
    createdAt: row.created_at,
  };
}
