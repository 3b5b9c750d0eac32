import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { StoryLine } from './domain/evidence.js';

/** What is still to be said on a ticket. */
export interface WaitingNote {
  readonly id: string;
  readonly story: StoryLine;
  /** The ref under which it may have been sent already. */
  readonly toldAs: string | undefined;
}

/** The outbox: what is to be said on tickets. */
@Injectable()
export class TicketNoteRepository {
  /** Adds what is to be said; a happening that is on the ticket already changes nothing. */
  async add(
    tx: Transaction,
    ticketId: string,
    happening: { readonly id: string; readonly accountId?: string | undefined },
    story: StoryLine,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ticket_note (id, ticket_id, account_id, happening_id, story)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (ticket_id, happening_id) DO NOTHING`,
      [newId(), ticketId, happening.accountId ?? null, happening.id, JSON.stringify(story)],
    );
  }

  async waiting(tx: Transaction, ticketId: string): Promise<WaitingNote[]> {
    const rows: { id: string; story: StoryLine; told_as: string | null }[] = await tx.query(
      `SELECT ticket_note.id, ticket_note.story, ticket_note.told_as FROM ticket_note
        WHERE ticket_note.ticket_id = $1 AND ticket_note.told_at IS NULL ORDER BY ticket_note.id`,
      [ticketId],
    );
    return rows.map(({ told_as: toldAs, ...row }) => ({ ...row, toldAs: toldAs ?? undefined }));
  }

  /** Writes down under which ref notes are going to be sent, so that a repeat sends the same. */
  async bind(tx: Transaction, noteIds: readonly string[], ref: string): Promise<void> {
    await tx.query(`UPDATE ticket_note SET told_as = $2 WHERE id = ANY($1::uuid[])`, [
      noteIds,
      ref,
    ]);
  }

  async told(tx: Transaction, noteIds: readonly string[]): Promise<void> {
    await tx.query(`UPDATE ticket_note SET told_at = now() WHERE id = ANY($1::uuid[])`, [noteIds]);
  }
}
