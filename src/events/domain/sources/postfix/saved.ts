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

/** What goes on in the next request of a stream; `told` are messages that may still bounce. */
export const Saved = z
  .object({
    messages: savedEntries(Handed),
    told: savedEntries(Handed).default([]),
    refusals: savedEntries(Refusals),
  })
  .catch({ messages: [], told: [], refusals: [] });
