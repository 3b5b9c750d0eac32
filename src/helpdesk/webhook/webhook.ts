import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { standardWebhookSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { WebhookConnector } from './webhook-connector.js';

const secret = (what: string) =>
  z
    .string()
    .max(200)
    .refine(
      (text) => standardWebhookSignature.objection(text) === undefined,
      'must be whsec_ and 24 to 64 bytes in base64',
    )
    .describe(what);

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where tickets are posted to.'),
    secret: secret('Signs what is posted (Standard Webhooks).'),
    formerSecret: secret('Signs besides, while receivers change to the new one.').optional(),
  })
  .meta({ id: 'WebhookHelpdeskSettings' });

const Typed = z.object({ type: z.enum(['', 'ticket.resolved', 'ticket.rejected']) });
const STATES = {
  '': undefined,
  'ticket.resolved': 'resolved',
  'ticket.rejected': 'rejected',
} as const;

/** Any helpdesk that can take a signed POST, and send one. */
export const webhookHelpdesk = defineHelpdeskKind({
  kind: 'webhook',
  settings: Settings,
  secrets: [
    { field: 'secret', holds: 'secret', sentTo: 'url' },
    { field: 'formerSecret', holds: 'secret', sentTo: 'url' },
  ],
  hook: {
    signature: standardWebhookSignature,
    ticketIn: ticketAt(['data', 'ticket']),
    stateIn: (payload) => STATES[Typed.catch({ type: '' }).parse(payload).type],
  },
  open: (settings, { guard }) => new WebhookConnector(settings, guard),
});
