import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { hubSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { ZammadConnector } from './zammad-connector.js';

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where Zammad is: https://help.example.com.'),
    token: z.string().min(1).max(500).describe('An access token with the permission ticket.agent.'),
    group: z.string().min(1).max(200).default('Users').describe('Group of the tickets.'),
    customer: z
      .email()
      .describe(
        'Mail address of the customer in whose name tickets are made; Zammad asks for one.',
      ),
  })
  .meta({ id: 'ZammadSettings' });

/** Zammad, by its REST API. */
export const zammad = defineHelpdeskKind({
  kind: 'zammad',
  settings: Settings,
  secrets: [{ field: 'token', holds: 'secret', sentTo: 'url' }],
  hook: { signature: hubSignature('sha1'), ticketIn: ticketAt(['ticket', 'id']) },
  open: (settings) => new ZammadConnector(settings),
});
