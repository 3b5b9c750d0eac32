import type { Priority, RemoteTicket } from './connector.js';
import type { TicketSubject } from './ticket-key.js';

/**
 * How far a ticket has come: `wanted` before the helpdesk has it, `resolving` when it is to be
 * closed there, `abandoned` when the helpdesk refused it or has lost it.
 */
export const TICKET_STATUSES = ['wanted', 'open', 'resolving', 'resolved', 'abandoned'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** A ticket in a helpdesk, or one that is going to be. */
export interface Ticket {
  readonly id: string;
  readonly helpdeskId: string;
  readonly subject: TicketSubject;
  readonly accountId: string | undefined;
  readonly key: string;
  readonly status: TicketStatus;
  readonly queue: string | undefined;
  readonly priority: Priority;
  readonly assignee: string | undefined;
  readonly remote: RemoteTicket | undefined;
  readonly createdAt: Date;
}

/** How long to leave a helpdesk alone after so many failures in a row: 2 s, doubling, up to 5 minutes. */
export function pauseAfter(failures: number): number {
  return Math.min(2_000 * 2 ** Math.min(failures - 1, 20), 300_000);
}
