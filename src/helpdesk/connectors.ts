import type { HelpdeskKind } from './helpdesk-kind.js';
import { emailHelpdesk } from './email/email.js';
import { glpi } from './glpi/glpi.js';
import { jiraServiceManagement } from './jira-service-management/jira-service-management.js';
import { servicenow } from './servicenow/servicenow.js';
import { zammad } from './zammad/zammad.js';
import { zendesk } from './zendesk/zendesk.js';
import { requestTracker } from './request-tracker/request-tracker.js';
import { webhookHelpdesk } from './webhook/webhook.js';

/** Every kind of helpdesk that can be connected. A new one is a line here. */
export const HELPDESK_KINDS = [
  requestTracker,
  zammad,
  glpi,
  jiraServiceManagement,
  servicenow,
  zendesk,
  webhookHelpdesk,
  emailHelpdesk,
] as const;

/** The kind of a stored helpdesk. */
export function helpdeskKindNamed(kind: string): HelpdeskKind {
  const found = HELPDESK_KINDS.find((each) => each.kind === kind);
  if (!found) throw new Error(`there is no helpdesk kind ${kind}`);
  return found;
}
