import { z } from 'zod';
import { isWebhookSecret } from '../../platform/outbound/standard-webhook.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { WebhookConnector } from './webhook-connector.js';

const secret = (what: string) =>
  z
    .string()
    .max(200)
    .refine(isWebhookSecret, 'must be whsec_ and 24 to 64 bytes in base64')
    .describe(what);

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where tickets are posted to.'),
    secret: secret('Signs what is posted (Standard Webhooks).'),
    formerSecret: secret('Signs besides, while receivers change to the new one.').optional(),
  })
  .meta({ id: 'WebhookHelpdeskSettings' });

/** Any helpdesk that can take a signed POST. */
export const webhookHelpdesk = defineHelpdeskKind({
  kind: 'webhook',
  settings: Settings,
  secrets: [
    { field: 'secret', holds: 'secret', sentTo: 'url' },
    { field: 'formerSecret', holds: 'secret', sentTo: 'url' },
  ],
  open: (settings, { guard }) => new WebhookConnector(settings, guard),
});
