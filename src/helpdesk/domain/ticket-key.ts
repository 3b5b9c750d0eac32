import { createHash } from 'node:crypto';

/** What a ticket is about: one account or incident, and the how-many-th ticket of it this is. */
export interface TicketSubject {
  readonly kind: 'account' | 'incident' | 'blacklist';
  readonly id: string;
  /** 1 for the first; the next one begins when the last ticket was resolved. */
  readonly epoch: number;
}

/** RFC 4648 base 32 without the letters that people mix up with digits or with each other. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const SIGNS = 12;

/**
 * The name under which a helpdesk finds a ticket again: `AW-` and 60 bits of a digest. The same
 * subject has the same key, whoever computes it and how often ever.
 */
export function ticketKey({ kind, id, epoch }: TicketSubject): string {
  return `AW-${signs(`${kind} ${id} ${epoch}`)}`;
}

/** The name of one note, from the ids of what it tells. */
export function noteRef(ids: readonly string[]): string {
  return `AWN-${signs(ids.join(' '))}`;
}

function signs(text: string): string {
  const digest = createHash('sha256').update(`authwarden ticket ${text}`).digest();
  return Array.from(digest.subarray(0, SIGNS), (byte) => ALPHABET.charAt(byte % 32)).join('');
}
