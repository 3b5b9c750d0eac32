import { z } from 'zod';
import { EVENT_TYPES, LISTENERS, MECHANISMS, OUTCOMES, PROTOCOLS, REASONS } from './auth-event.js';
import type { AuthEvent } from './auth-event.js';

/** An event as the contract shows it. */
export const EventView = z
  .strictObject({
    type: z.enum(EVENT_TYPES).describe('A sign-in, or a message that was handed in.'),
    time: z.iso.datetime().describe('When it happened, UTC with milliseconds.'),
    account: z.string().nullable().describe('Login name as the server logged it.'),
    sourceIp: z.string().nullable().describe("The client's address in canonical form."),
    protocol: z.enum(PROTOCOLS).describe('Protocol of the sign-in.'),
    outcome: z.enum(OUTCOMES).describe('Of a message: accepted or rejected.'),
    reason: z.enum(REASONS).nullable().describe('Why it failed; null for a success.'),
    server: z.string().nullable().describe('The server that logged it.'),
    listener: z.enum(LISTENERS).describe('Whether the service faces the internet.'),
    client: z.string().nullable().describe('EHLO name, IMAP ID or user agent.'),
    session: z.string().nullable().describe('What the events of one connection share.'),
    mechanism: z
      .enum(MECHANISMS)
      .nullable()
      .describe('How the client authenticated: SASL mechanism, by family.'),
    tls: z
      .boolean()
      .nullable()
      .describe("Whether the connection was encrypted; null where the log doesn't say."),
    message: z
      .strictObject({
        sender: z.string().nullable().describe('Envelope sender without brackets.'),
        recipients: z.int().describe('Recipients that were accepted.'),
        rejectedRecipients: z.int().describe('Recipients that were refused.'),
        bounced: z
          .int()
          .nullable()
          .describe('Recipients to whom accepted mail could not be delivered; null if untold.'),
        bytes: z.int().nullable().describe('Size of the message.'),
        queueId: z.string().nullable().describe("The server's own id of the message."),
      })
      .nullable()
      .describe('What was sent; null for a plain sign-in.'),
  })
  .meta({ id: 'EventView', description: 'An event as it was understood.' });

export type EventView = z.infer<typeof EventView>;

/** An event as the contract shows it: null for what isn't known, the discriminator left out. */
export function toEventView(event: AuthEvent): EventView {
  const { message } = event;
  return {
    type: event.type,
    time: new Date(event.at).toISOString(),
    account: event.account ?? null,
    sourceIp: event.sourceIp ?? null,
    protocol: event.protocol,
    outcome: event.outcome,
    reason: event.reason ?? null,
    server: event.server ?? null,
    listener: event.listener,
    client: event.client ?? null,
    session: event.session ?? null,
    mechanism: event.mechanism ?? null,
    tls: event.tls ?? null,
    message: message
      ? {
          sender: message.sender ?? null,
          recipients: message.recipients,
          rejectedRecipients: message.rejectedRecipients,
          bounced: message.bounced ?? null,
          bytes: message.bytes ?? null,
          queueId: message.queueId ?? null,
        }
      : null,
  };
}
