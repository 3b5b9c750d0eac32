import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { standardWebhookSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { RequestTrackerConnector } from './request-tracker-connector.js';

const Settings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe('Where Request Tracker is, without /REST/2.0: https://rt.example.com.'),
    token: z.string().min(1).max(500).describe('An authentication token (RT::AuthToken).'),
    queue: z.string().min(1).max(200).default('General').describe('Queue of the tickets.'),
  })
  .meta({ id: 'RequestTrackerSettings' });

/** Request Tracker 5, by its REST API 2. */
export const requestTracker = defineHelpdeskKind({
  kind: 'request-tracker',
  settings: Settings,
  secrets: [{ field: 'token', holds: 'secret', sentTo: 'url' }],
  hook: { signature: standardWebhookSignature, ticketIn: ticketAt() },
  open: (settings) => new RequestTrackerConnector(settings),
});
