import { hash } from 'node:crypto';
import { idFromDigest } from '../../kernel/ids.js';
import type { AuthEvent } from './auth-event.js';

/** Can't occur in a field: sources drop control characters. */
const SEPARATOR = '\u001f';

/**
 * An event is its content: the same fact sent again, cut otherwise or by another process, has the
 * same id and is stored once. The id is a UUIDv7 whose time is the event's and whose other bits are
 * SHA-256 of everything else. But for mechanism and TLS: they came later, and a log that is read
 * again by a newer version has to come to the events that it came to before.
 */
export function eventId(event: AuthEvent): string {
  const { message } = event;
  let content = [
    event.type,
    event.account,
    event.sourceIp,
    event.protocol,
    event.outcome,
    event.reason,
    event.server,
    event.listener,
    event.client,
    event.session,
    event.discriminator,
    message?.sender,
    message?.recipients,
    message?.rejectedRecipients,
    message?.bytes,
    message?.queueId,
  ].join(SEPARATOR);
  // Only where it is told, so that all other events keep the ids that they have.
  if (message?.bounced !== undefined) content += SEPARATOR + message.bounced;
  return idFromDigest(event.at, hash('sha256', content, 'binary'));
}
