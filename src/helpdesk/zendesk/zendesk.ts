import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { zendeskSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { ZendeskConnector } from './zendesk-connector.js';

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where Zendesk is: https://example.zendesk.com.'),
    user: z.string().min(1).max(320).describe('Mail address of the agent whose API token it is.'),
    token: z.string().min(1).max(500).describe('An API token.'),
    groupId: z
      .int()
      .min(1)
      .optional()
      .describe('Id of the group; Zendesk’s own routing where absent.'),
  })
  .meta({ id: 'ZendeskSettings' });

/** Zendesk Support, by its ticketing API. */
export const zendesk = defineHelpdeskKind({
  kind: 'zendesk',
  settings: Settings,
  secrets: [{ field: 'token', holds: 'secret', sentTo: 'url' }],
  hook: { signature: zendeskSignature, ticketIn: ticketAt(['detail', 'id']) },
  open: (settings) => new ZendeskConnector(settings),
});
