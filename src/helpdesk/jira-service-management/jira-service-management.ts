import { z } from 'zod';
import { ticketAt } from '../domain/hook.js';
import { hubSignature } from '../domain/hook-signature.js';
import { defineHelpdeskKind } from '../helpdesk-kind.js';
import { JiraConnector } from './jira-connector.js';

const id = z.string().regex(/^[0-9]{1,12}$/, 'must be a number');

const Settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where Jira is: https://example.atlassian.net.'),
    user: z.string().min(1).max(320).describe('Mail address of the user whose API token it is.'),
    token: z.string().min(1).max(2_000).describe('An API token of that user.'),
    serviceDeskId: id.describe('Id of the service desk.'),
    requestTypeId: id.describe('Id of the request type.'),
    resolveTransition: z
      .string()
      .min(1)
      .max(100)
      .default('Resolve')
      .describe('Name of the transition that ends a request.'),
  })
  .meta({ id: 'JiraServiceManagementSettings' });

/** Jira Service Management, by its service desk API. */
export const jiraServiceManagement = defineHelpdeskKind({
  kind: 'jira-service-management',
  settings: Settings,
  secrets: [{ field: 'token', holds: 'secret', sentTo: 'url' }],
  hook: {
    signature: hubSignature('sha256'),
    ticketIn: ticketAt(['issue', 'key'], ['issue', 'id']),
  },
  open: (settings) => new JiraConnector(settings),
});
