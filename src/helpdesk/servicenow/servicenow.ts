import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { standardWebhookSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { ServicenowConnector } from './servicenow-connector.js';

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('The instance: https://example.service-now.com.'),
    user: z.string().min(1).max(200).describe('User with the role itil.'),
    password: z.string().min(1).max(500).describe('Password of that user.'),
    assignmentGroup: z.string().min(1).max(200).optional().describe('Name or sys_id of the group.'),
    closeCode: z
      .string()
      .min(1)
      .max(100)
      .default('Solved (Permanently)')
      .describe('Close code that the instance knows.'),
  })
  .meta({ id: 'ServicenowSettings' });

/** ServiceNow, by its Table API. */
export const servicenow = defineHelpdeskKind({
  kind: 'servicenow',
  settings: Settings,
  secrets: [{ field: 'password', holds: 'secret', sentTo: 'url' }],
  hook: { signature: standardWebhookSignature, ticketIn: ticketAt() },
  open: (settings) => new ServicenowConnector(settings),
});
