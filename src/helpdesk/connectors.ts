import type { HelpdeskKind } from './helpdesk-kind.js';
import { requestTracker } from './request-tracker/request-tracker.js';
import { webhookHelpdesk } from './webhook/webhook.js';

/** Every kind of helpdesk that can be connected. A new one is a line here. */
export const HELPDESK_KINDS = [requestTracker, webhookHelpdesk] as const;

/** The kind of a stored helpdesk. */
export function helpdeskKindNamed(kind: string): HelpdeskKind {
  const found = HELPDESK_KINDS.find((each) => each.kind === kind);
  if (!found) throw new Error(`there is no helpdesk kind ${kind}`);
  return found;
}
