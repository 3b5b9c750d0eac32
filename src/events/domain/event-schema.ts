import { z } from 'zod';
import { DAY_MS } from '../../kernel/clock.js';
import { canonicalAddress } from '../../kernel/ip-address.js';
import { EVENT_TYPES, LISTENERS, MECHANISMS, OUTCOMES, PROTOCOLS, REASONS } from './auth-event.js';
import type { AuthEvent, MessageFacts } from './auth-event.js';
import { eventTime } from './event-time.js';
import { isPrintable } from './printable.js';

/** Longest strings of an event, in UTF-16 units. 320 is 64 + @ + 255 of RFC 5321, section 4.5.3.1. */
const LONGEST = {
  account: 320,
  sender: 320,
  server: 512,
  client: 512,
  session: 512,
  queueId: 512,
} as const;

const TIME_EXPECTED = 'must be an ISO 8601 date and time with a zone, from 1970 on';
const ADDRESS_EXPECTED = 'must be an IPv4 or IPv6 address';
const COUNT_EXPECTED = 'must be a whole number from 0 on';
const NO_CONTROLS = 'must not hold control characters';

/**
 * An event as the contract takes it. {@link parseNativeEvent} says the same of any value, but many
 * times faster and with the clock's say in it.
 */
export const AuthEventInput = z
  .looseObject({
    type: z.enum(EVENT_TYPES).describe('A sign-in, or a message that was handed in.'),
    time: z
      .string()
      .refine((time) => eventTime(time) !== undefined, TIME_EXPECTED)
      .meta({ format: 'date-time' })
      .describe('When it happened: ISO 8601 with a zone, at most 24 hours ahead of now.'),
    account: text('account').describe('Login name as the server logged it.'),
    sourceIp: z
      .string()
      .refine((address) => canonicalAddress(address) !== undefined, ADDRESS_EXPECTED)
      .nullish()
      .describe('IPv4 or IPv6 address of the client.'),
    protocol: z.enum(PROTOCOLS).nullish().describe('Protocol of the sign-in; `other` if absent.'),
    outcome: z.enum(OUTCOMES).describe('Of a message: accepted or rejected.'),
    reason: z.enum(REASONS).nullish().describe('Why it failed; null for a success.'),
    server: text('server').describe('The server that logged it.'),
    listener: z
      .enum(LISTENERS)
      .nullish()
      .describe('Whether the service faces the internet; `unknown` if absent.'),
    client: text('client').describe('EHLO name, IMAP ID or user agent.'),
    session: text('session').describe('What the events of one connection share.'),
    mechanism: z
      .enum(MECHANISMS)
      .nullish()
      .describe('How the client authenticated: SASL mechanism, by family.'),
    tls: z.boolean().nullish().describe('Whether the connection was encrypted.'),
    message: z
      .looseObject({
        sender: text('sender').describe('Envelope sender without brackets.'),
        recipients: count().describe('Recipients that were accepted; 0 if absent.'),
        rejectedRecipients: count().describe('Recipients that were refused; 0 if absent.'),
        bounced: count().describe('Recipients to whom accepted mail could not be delivered.'),
        bytes: count().describe('Size of the message.'),
        queueId: text('queueId').describe("The server's own id of the message."),
      })
      .nullish()
      .describe('What was sent; for events of type `message`.'),
  })
  .refine(({ account, message }) => Boolean(account) || Boolean(message?.sender), {
    path: ['account'],
    message: 'must be given, or message.sender',
  })
  .refine(({ outcome, reason }) => outcome === 'failure' || !reason, {
    path: ['reason'],
    message: 'must be null for a success',
  })
  .meta({ id: 'AuthEvent', description: 'One sign-in, or one message that was handed in.' });

/** What is wrong with one event: a stable code, and the field with what it should have been. */
export interface EventComplaint {
  readonly code: 'invalid-json' | 'invalid-event' | 'event-in-future';
  readonly detail: string;
}

/** What could be made of a value. */
export type ParsedEvent = { readonly event: AuthEvent } | EventComplaint;

const TYPES = wordsOf(EVENT_TYPES);
const OUTCOME_WORDS = wordsOf(OUTCOMES);
const PROTOCOL_WORDS = wordsOf(PROTOCOLS);
const REASON_WORDS = wordsOf(REASONS);
const LISTENER_WORDS = wordsOf(LISTENERS);
const MECHANISM_WORDS = wordsOf(MECHANISMS);

/**
 * Parses one event of the contract, once JSON has been: agrees with {@link AuthEventInput}, and
 * refuses what is more than a day ahead. Written by hand for speed (a million a second).
 *
 * @param now milliseconds since the epoch
 */
export function parseNativeEvent(value: unknown, now: number): ParsedEvent {
  if (!isRecord(value)) return invalid('an event', 'must be a JSON object');
  const type = wordOf(TYPES, value['type']);
  if (type === undefined) return notAWord('type', TYPES);
  const time = value['time'];
  const at = typeof time === 'string' ? eventTime(time) : undefined;
  if (at === undefined) return invalid('time', TIME_EXPECTED);
  const outcome = wordOf(OUTCOME_WORDS, value['outcome']);
  if (outcome === undefined) return notAWord('outcome', OUTCOME_WORDS);
  const protocol = wordOf(PROTOCOL_WORDS, value['protocol'] ?? 'other');
  if (protocol === undefined) return notAWord('protocol', PROTOCOL_WORDS);
  const listener = wordOf(LISTENER_WORDS, value['listener'] ?? 'unknown');
  if (listener === undefined) return notAWord('listener', LISTENER_WORDS);
  const reason = value['reason'] == null ? undefined : wordOf(REASON_WORDS, value['reason']);
  if (reason === undefined && value['reason'] != null) return notAWord('reason', REASON_WORDS);
  if (reason !== undefined && outcome === 'success') {
    return invalid('reason', 'must be null for a success');
  }
  const mechanism =
    value['mechanism'] == null ? undefined : wordOf(MECHANISM_WORDS, value['mechanism']);
  if (mechanism === undefined && value['mechanism'] != null)
    return notAWord('mechanism', MECHANISM_WORDS);
  const tls = value['tls'] ?? undefined;
  if (tls !== undefined && typeof tls !== 'boolean') return invalid('tls', 'must be true or false');
  const address = value['sourceIp'];
  const sourceIp = typeof address === 'string' ? canonicalAddress(address) : undefined;
  if (sourceIp === undefined && address != null) return invalid('sourceIp', ADDRESS_EXPECTED);

  const { account, server, client, session } = value;
  if (!isText(account, LONGEST.account)) return notText('account', account);
  if (!isText(server, LONGEST.server)) return notText('server', server);
  if (!isText(client, LONGEST.client)) return notText('client', client);
  if (!isText(session, LONGEST.session)) return notText('session', session);
  const message = value['message'] == null ? undefined : messageOf(value['message']);
  if (message !== undefined && 'code' in message) return message;
  if (!account && !message?.sender) return invalid('account', 'must be given, or message.sender');
  if (at > now + DAY_MS) {
    return { code: 'event-in-future', detail: 'time is more than 24 hours ahead of now' };
  }
  const event = {
    type,
    at,
    account: account || undefined,
    sourceIp,
    protocol,
    outcome,
    reason,
    server: server || undefined,
    listener,
    client: client || undefined,
    session: session || undefined,
    mechanism,
    tls,
    message,
  };
  return { event };
}

function messageOf(value: unknown): MessageFacts | EventComplaint {
  if (!isRecord(value)) return invalid('message', 'must be an object');
  const { sender, recipients, rejectedRecipients, bounced, bytes, queueId } = value;
  if (!isText(sender, LONGEST.sender)) return notText('sender', sender, 'message.sender');
  if (!isCount(recipients)) return invalid('message.recipients', COUNT_EXPECTED);
  if (!isCount(rejectedRecipients)) return invalid('message.rejectedRecipients', COUNT_EXPECTED);
  if (!isCount(bounced)) return invalid('message.bounced', COUNT_EXPECTED);
  if (!isCount(bytes)) return invalid('message.bytes', COUNT_EXPECTED);
  if (!isText(queueId, LONGEST.queueId)) return notText('queueId', queueId, 'message.queueId');
  return {
    sender: sender || undefined,
    recipients: recipients ?? 0,
    rejectedRecipients: rejectedRecipients ?? 0,
    ...(bounced == null ? undefined : { bounced }),
    bytes: bytes ?? undefined,
    queueId: queueId || undefined,
  };
}

function text(field: keyof typeof LONGEST) {
  return z.string().max(LONGEST[field]).refine(isPrintable, NO_CONTROLS).nullish();
}

function count() {
  return z.int().min(0).nullish();
}

function isText(value: unknown, longest: number): value is string | null | undefined {
  if (value == null) return true;
  return typeof value === 'string' && value.length <= longest && isPrintable(value);
}

function isCount(value: unknown): value is number | null | undefined {
  return value == null || (Number.isSafeInteger(value) && Number(value) >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsOf<Word extends string>(words: readonly Word[]): ReadonlyMap<unknown, Word> {
  return new Map(words.map((word) => [word, word]));
}

function wordOf<Word>(words: ReadonlyMap<unknown, Word>, value: unknown): Word | undefined {
  return words.get(value);
}

function notAWord(field: string, words: ReadonlyMap<unknown, string>): EventComplaint {
  return invalid(field, `must be one of ${[...words.values()].join(', ')}`);
}

function notText(
  field: keyof typeof LONGEST,
  value: unknown,
  path: string = field,
): EventComplaint {
  if (typeof value === 'string' && !isPrintable(value)) return invalid(path, NO_CONTROLS);
  return invalid(path, `must be a string of at most ${LONGEST[field]} characters`);
}

function invalid(field: string, expectation: string): EventComplaint {
  return { code: 'invalid-event', detail: `${field} ${expectation}` };
}
