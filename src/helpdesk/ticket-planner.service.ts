import { Injectable } from '@nestjs/common';
import type { Happening } from '../kernel/happening.js';
import { AfterCommit } from '../platform/database/after-commit.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { HappeningConsumer } from '../platform/happenings/happening-consumers.service.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { isWorthANote, openingRule, settles } from './domain/rules.js';
import { ticketLine } from './domain/story.js';
import type { TicketSubject } from './domain/ticket-key.js';
import type { Ticket } from './domain/ticket.js';
import { HelpdeskRepository } from './helpdesk.repository.js';
import { TicketQueue } from './ticket-queue.service.js';
import { TicketNoteRepository } from './ticket-note.repository.js';
import { TicketRepository } from './ticket.repository.js';

type Subject = Omit<TicketSubject, 'epoch'> & { readonly accountId: string | undefined };

/**
 * Turns what has happened into tickets and notes, by each helpdesk's rules. It only writes rows;
 * the helpdesks are told by {@link TicketQueue}'s jobs, however long they are out of reach.
 */
@Injectable()
export class TicketPlanner implements HappeningConsumer {
  readonly name = 'tickets';

  constructor(
    private readonly helpdesks: HelpdeskRepository,
    private readonly tickets: TicketRepository,
    private readonly notes: TicketNoteRepository,
    private readonly queue: TicketQueue,
    private readonly commits: AfterCommit,
  ) {}

  async take(tx: Transaction, happenings: readonly Happening[]): Promise<void> {
    for (const helpdesk of await this.helpdesks.enabled(tx)) {
      for (const happening of happenings) await this.plan(tx, helpdesk, happening);
      this.commits.run(tx, () => this.queue.wake(helpdesk.id));
    }
  }

  private async plan(tx: Transaction, helpdesk: Helpdesk, happening: Happening): Promise<void> {
    const subject = subjectOf(happening);
    if (!subject) return;
    const rule = openingRule(helpdesk.rules, happening);
    const open = await this.tickets.unfinished(tx, helpdesk.id, subject);
    const ticket = open ?? (rule && (await this.tickets.add(tx, helpdesk.id, subject, rule)));
    if (!ticket) return;
    const isEnd = settles(happening);
    if (!isWorthANote(happening) && rule === undefined && !isEnd) return;
    await this.notes.add(tx, ticket.id, happening, ticketLine(happening));
    if (isEnd) await this.tickets.change(tx, ticket.id, { status: 'resolving' });
    else if (rule && ticket.status === 'resolving') await this.reopen(tx, ticket);
  }

  /** It began anew before the helpdesk was told of the end. */
  private reopen(tx: Transaction, { id, remote }: Ticket): Promise<void> {
    return this.tickets.change(tx, id, { status: remote ? 'open' : 'wanted' });
  }
}

function subjectOf({ kind, subject, accountId }: Happening): Subject | undefined {
  if (kind.startsWith('incident.')) return { kind: 'incident', id: subject, accountId: undefined };
  if (kind.startsWith('blacklist.'))
    return { kind: 'blacklist', id: subject, accountId: undefined };
  return accountId === undefined ? undefined : { kind: 'account', id: accountId, accountId };
}
