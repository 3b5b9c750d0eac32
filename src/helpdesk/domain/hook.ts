import { z } from 'zod';
import type { TicketState } from './connector.js';
import type { SignatureScheme } from './hook-signature.js';

/** What helpdesks of a kind send when something has become of a ticket. */
export interface Hook {
  readonly signature: SignatureScheme;
  /** The ticket that a message is about, by our key or the helpdesk's id; undefined where it is about none. */
  ticketIn(payload: unknown): string | undefined;
  /**
   * What has become of the ticket, where the helpdesk can't be asked, so that there is only the
   * signed message to go by. Kinds that can be asked don't have this.
   */
  stateIn?(payload: unknown): Extract<TicketState, 'resolved' | 'rejected'> | undefined;
}

const Id = z.union([z.string().min(1).max(200), z.number().int()]);

/** What anybody may send whose messages can be written freely: `{"ticket": …}`. */
const Plain = z.object({ ticket: Id });

/**
 * Reads the ticket of `{"ticket": "…"}`, which every kind may send, or else at one of these places,
 * where the kind's own messages have it.
 */
export function ticketAt(...paths: readonly (readonly [string, ...string[]])[]) {
  return (payload: unknown): string | undefined => {
    const plain = Plain.safeParse(payload);
    if (plain.success) return String(plain.data.ticket);
    for (const path of paths) {
      const id = Id.safeParse(valueAt(payload, path));
      if (id.success) return String(id.data);
    }
    return undefined;
  };
}

function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
