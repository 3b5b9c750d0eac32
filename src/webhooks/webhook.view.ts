import type { Delivery } from './delivery.repository.js';
import type { Webhook } from './webhook.repository.js';
import type { DeliveryView, WebhookView } from './webhooks.schemas.js';

/** A webhook as the API shows it. */
export function webhookView(webhook: Webhook): WebhookView {
  const { id, name, url, kinds, format, audience, enabled, disabledBecause, createdAt } = webhook;
  return {
    id,
    name,
    url,
    kinds: [...kinds],
    format,
    audience: audience ?? null,
    enabled,
    disabledBecause: disabledBecause ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** A delivery as the API shows it. */
export function deliveryView(row: Delivery): DeliveryView {
  return {
    id: row.id,
    messageId: `msg_${row.message_id}`,
    kind: row.kind,
    status: row.status,
    attempts: row.attempts,
    nextTryAt: row.status === 'waiting' ? row.next_try_at.toISOString() : null,
    lastStatus: row.last_status,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
