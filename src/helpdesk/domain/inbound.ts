import { z } from 'zod';
import type { TicketState } from './connector.js';

/**
 * What follows when somebody ends an account's ticket in the helpdesk. Nothing, by default: whoever
 * may close tickets there needn't be allowed to let anybody in here.
 */
export const Inbound = z
  .strictObject({
    whenResolved: z
      .enum(['nothing', 'approve', 'release'])
      .default('nothing')
      .describe(
        'approve: the actions that wait for approval. release: unlock the account, unless it needs a second operator.',
      ),
    whenRejected: z
      .enum(['nothing', 'reject'])
      .default('nothing')
      .describe('reject: the actions that wait for approval.'),
  })
  .prefault({})
  .describe('What follows when a ticket is ended in the helpdesk.');
export type Inbound = z.output<typeof Inbound>;

/** What is to be done about a state that the helpdesk tells of. */
export type InboundStep = 'nothing' | 'approve' | 'release' | 'reject';

/** The rule's answer to a state. */
export function inboundStep(inbound: Inbound, state: TicketState): InboundStep {
  switch (state) {
    case 'resolved':
      return inbound.whenResolved;
    case 'rejected':
      return inbound.whenRejected;
    case 'open':
    case 'missing':
      return 'nothing';
  }
}
