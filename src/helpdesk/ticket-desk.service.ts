import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { HelpdeskConnector, RemoteTicket } from './domain/connector.js';
import type { StoryLine } from './domain/evidence.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { noteRef } from './domain/ticket-key.js';
import type { Ticket } from './domain/ticket.js';
import { TicketTexts } from './ticket-texts.service.js';
import { TicketNoteRepository, type WaitingNote } from './ticket-note.repository.js';
import { TicketRepository } from './ticket.repository.js';

/** A helpdesk that is being told something. */
export interface Telling {
  readonly helpdesk: Helpdesk;
  readonly connector: HelpdeskConnector;
  readonly abort: AbortSignal;
}

/** Notes that make one comment at most. */
const NOTES_A_COMMENT = 100;

/**
 * Brings one ticket to where it should be: made, told, resolved. Before each step it is written
 * down what is going to be sent, and a step that may have been done before a crash is looked for
 * in the helpdesk first. So a repeat says nothing twice, as far as the helpdesk can be asked.
 */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly notes: TicketNoteRepository,
    private readonly texts: TicketTexts,
    private readonly metrics: Metrics,
  ) {}

  /** @throws HelpdeskFault */
  async tell(telling: Telling, ticket: Ticket): Promise<void> {
    const remote = ticket.remote ?? (await this.make(telling, ticket));
    for (const group of grouped(await this.notes.waiting(this.database.direct, ticket.id)))
      await this.comment(telling, ticket, remote, group);
    if (ticket.status === 'resolving') await this.resolve(telling, ticket, remote);
  }

  private async make(telling: Telling, ticket: Ticket): Promise<RemoteTicket> {
    const { direct } = this.database;
    const { connector, abort } = telling;
    const waiting = await this.notes.waiting(direct, ticket.id);
    const found = await connector.findByKey(ticket.key, abort);
    if (found)
      return this.made(
        ticket,
        found,
        waiting.filter(({ toldAs }) => toldAs === ticket.key),
      );
    await this.notes.bind(direct, idsOf(waiting), ticket.key);
    const draft = await this.texts.draft(
      telling.helpdesk,
      connector.format,
      ticket,
      storyOf(waiting),
    );
    const remote = await connector.create(draft, abort);
    this.metrics.tickets.inc({ kind: telling.helpdesk.kind, did: 'created' });
    return this.made(ticket, remote, waiting, draft.title);
  }

  private async made(
    ticket: Ticket,
    remote: RemoteTicket,
    told: readonly WaitingNote[],
    title?: string,
  ): Promise<RemoteTicket> {
    await this.database.transaction(async (tx) => {
      await this.tickets.change(tx, ticket.id, {
        remote,
        problem: null,
        ...(title === undefined ? {} : { title }),
      });
      await this.tickets.open(tx, ticket.id);
      await this.notes.told(tx, idsOf(told));
    });
    return remote;
  }

  private async comment(
    { connector, helpdesk, abort }: Telling,
    ticket: Ticket,
    remote: RemoteTicket,
    notes: readonly WaitingNote[],
  ): Promise<void> {
    const { direct } = this.database;
    const before = notes[0]?.toldAs;
    const ref = before ?? noteRef(idsOf(notes));
    const isThere = before !== undefined && (await connector.hasNote(remote, ref, abort)) === true;
    if (!isThere) {
      await this.notes.bind(direct, idsOf(notes), ref);
      const text = await this.texts.note(helpdesk, connector.format, ticket, ref, storyOf(notes));
      await connector.comment(remote, { ref, text, visibility: 'internal' }, abort);
      this.metrics.tickets.inc({ kind: helpdesk.kind, did: 'commented' });
    }
    await this.notes.told(direct, idsOf(notes));
    await this.tickets.change(direct, ticket.id, { problem: null });
  }

  private async resolve(
    { connector, helpdesk, abort }: Telling,
    ticket: Ticket,
    remote: RemoteTicket,
  ): Promise<void> {
    const text = 'Resolved by Authwarden: the account was released, or what it was about is over.';
    const ref = noteRef([ticket.id, 'resolved']);
    await connector.resolve(remote, { ref, text, visibility: 'internal' }, abort);
    this.metrics.tickets.inc({ kind: helpdesk.kind, did: 'resolved' });
    await this.tickets.resolved(this.database.direct, ticket.id);
  }
}

/** Those that were bound to a ref together, in their order; then the others, a hundred at a time. */
function grouped(notes: readonly WaitingNote[]): WaitingNote[][] {
  const bound = new Map<string, WaitingNote[]>();
  const fresh: WaitingNote[] = [];
  for (const note of notes)
    if (note.toldAs === undefined) fresh.push(note);
    else bound.set(note.toldAs, [...(bound.get(note.toldAs) ?? []), note]);
  const groups = [...bound.values()];
  for (let from = 0; from < fresh.length; from += NOTES_A_COMMENT)
    groups.push(fresh.slice(from, from + NOTES_A_COMMENT));
  return groups;
}

function idsOf(notes: readonly WaitingNote[]): string[] {
  return notes.map(({ id }) => id);
}

function storyOf(notes: readonly WaitingNote[]): StoryLine[] {
  return notes.map(({ story }) => story);
}
