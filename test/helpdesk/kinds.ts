import { GLPI_APP_TOKEN, GLPI_USER_TOKEN, glpiHandle } from './servers/glpi.js';
import { JIRA_TOKEN, JIRA_USER, jiraHandle } from './servers/jira.js';
import { SERVICENOW_PASSWORD, SERVICENOW_USER, servicenowHandle } from './servers/servicenow.js';
import type { Handle } from './servers/strict-server.js';
import { ZAMMAD_TOKEN, zammadHandle } from './servers/zammad.js';
import { ZENDESK_TOKEN, ZENDESK_USER, zendeskHandle } from './servers/zendesk.js';

/** Kinds of helpdesks with a strict server, and the settings by which it is used. */
export const STRICT_KINDS: Readonly<
  Record<string, { readonly handle: Handle; readonly settings: Readonly<Record<string, unknown>> }>
> = {
  zammad: {
    handle: zammadHandle,
    settings: { token: ZAMMAD_TOKEN, customer: 'authwarden@example.test' },
  },
  glpi: {
    handle: glpiHandle,
    settings: { appToken: GLPI_APP_TOKEN, userToken: GLPI_USER_TOKEN },
  },
  'jira-service-management': {
    handle: jiraHandle,
    settings: { user: JIRA_USER, token: JIRA_TOKEN, serviceDeskId: '1', requestTypeId: '10' },
  },
  servicenow: {
    handle: servicenowHandle,
    settings: { user: SERVICENOW_USER, password: SERVICENOW_PASSWORD },
  },
  zendesk: { handle: zendeskHandle, settings: { user: ZENDESK_USER, token: ZENDESK_TOKEN } },
};
