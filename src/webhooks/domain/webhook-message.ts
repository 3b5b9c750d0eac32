import type { Happening } from '../../kernel/happening.js';
import { securityEventsOf } from './security-events.js';

/** A message as it is kept until it is delivered. */
export interface WebhookMessage {
  /** The same for every attempt: receivers drop repeats by it. */
  readonly messageId: string;
  readonly kind: string;
  readonly accountId: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A happening as Standard Webhooks tell it. */
export function standardMessage({
  id,
  kind,
  subject,
  accountId,
  detail,
  at,
}: Happening): WebhookMessage {
  const data = { subject, accountId: accountId ?? null, ...detail };
  return {
    messageId: id,
    kind,
    accountId,
    body: { type: kind, timestamp: at.toISOString(), data },
  };
}

/**
 * A happening as security event tokens tell it: one token for each event (CAEP 1.0, section 2), the
 * subject by its mail address or, where the login is none, as an account (RFC 9493).
 */
export function securityMessages(
  happening: Happening,
  login: string | undefined,
  issuer: string,
): WebhookMessage[] {
  const { id, kind, accountId } = happening;
  if (login === undefined) return [];
  const sub_id = login.includes('@')
    ? { format: 'email', email: login }
    : { format: 'iss_sub', iss: issuer, sub: login };
  return securityEventsOf(happening).map(({ type, payload }, index) => ({
    messageId: index === 0 ? id : `${id}-${index}`,
    kind,
    accountId,
    body: { sub_id, events: { [type]: payload } },
  }));
}
