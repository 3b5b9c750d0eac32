import { z } from 'zod';
import { savedEntries } from '../../reading/bounded-map.js';

/** A message that a signed-in client is handing in. */
export const Handed = z.object({
  account: z.string(),
  ip: z.string().optional(),
  rejected: z.int().nonnegative(),
});
export type Handed = z.output<typeof Handed>;

/** Recipients refused in a session before its first message has a queue id. */
export const Refusals = z.object({ ip: z.string().optional(), count: z.int().nonnegative() });
export type Refusals = z.output<typeof Refusals>;

/** A connection that became encrypted. */
export const Encrypted = z.object({ ip: z.string().optional() });
export type Encrypted = z.output<typeof Encrypted>;

/** What goes on in the next request of a stream; `told` are messages that may still bounce. */
export const Saved = z
  .object({
    messages: savedEntries(Handed),
    told: savedEntries(Handed).default([]),
    refusals: savedEntries(Refusals),
    encrypted: savedEntries(Encrypted).default([]),
  })
  .catch({ messages: [], told: [], refusals: [], encrypted: [] });
export type Saved = z.output<typeof Saved>;
