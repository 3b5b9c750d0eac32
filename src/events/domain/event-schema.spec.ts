import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LISTENERS, MECHANISMS, OUTCOMES, PROTOCOLS, REASONS } from './auth-event.js';
import { AuthEventInput, parseNativeEvent } from './event-schema.js';
import { EventView, toEventView } from './event-view.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('an event of the contract', () => {
  it('is parsed', () => {
    const event = anEvent({ sourceIp: '::ffff:203.0.113.7', time: '2026-11-23T09:00:00.5+01:00' });

    const result = parseNativeEvent(event, NOW);

    expect(result).toEqual({
      event: {
        type: 'authentication',
        at: Date.parse('2026-11-23T08:00:00.500Z'),
        account: 'alice@example.test',
        sourceIp: '203.0.113.7',
        protocol: 'smtp',
        outcome: 'success',
        listener: 'external',
        server: 'mx1.example.test',
        client: 'client.example',
        session: 's1',
        mechanism: 'plain',
        tls: true,
      },
    });
  });

  it('needs only its type, its time, its outcome and whose it is', () => {
    const message = { sender: 'alice@example.test' };

    const result = parseNativeEvent(
      { type: 'message', time: '2026-11-23T08:00:00Z', outcome: 'failure', message, more: 1 },
      NOW,
    );

    expect(result).toMatchObject({
      event: {
        protocol: 'other',
        listener: 'unknown',
        message: { ...message, recipients: 0, rejectedRecipients: 0 },
      },
    });
  });

  it.each([
    ['no object', [], 'an event must be a JSON object'],
    ['no type', anEvent({ type: undefined }), 'type must be one of authentication, message'],
    ['a wrong outcome', anEvent({ outcome: 'ok' }), 'outcome must be one of success, failure'],
    ['a time without a zone', anEvent({ time: '2026-11-23T08:00:00' }), 'time must be an ISO'],
    ['a day that does not exist', anEvent({ time: '2026-02-30T08:00:00Z' }), 'time must be'],
    ['a number for a time', anEvent({ time: 1 }), 'time must be an ISO 8601'],
    ['no address', anEvent({ sourceIp: '1.2.3' }), 'sourceIp must be an IPv4 or IPv6 address'],
    ['nobody', anEvent({ account: null }), 'account must be given, or message.sender'],
    ['a mechanism of its own', anEvent({ mechanism: 'XYZ' }), 'mechanism must be one of other'],
    ['a word for TLS', anEvent({ tls: 'yes' }), 'tls must be true or false'],
    ['a long account', anEvent({ account: 'x'.repeat(321) }), 'account must be a string of at'],
    ['a NUL', anEvent({ client: 'a\0b' }), 'client must not hold control characters'],
    ['a reason for a success', anEvent({ reason: 'policy' }), 'reason must be null for a success'],
    ['a half recipient', anEvent({ message: { recipients: 0.5 } }), 'message.recipients must be'],
    ['a message of text', anEvent({ message: 'x' }), 'message must be an object'],
  ])('is refused with %s', (_case, value, detail) => {
    const result = parseNativeEvent(value, NOW);

    expect(result).toMatchObject({ code: 'invalid-event' });
    expect('detail' in result && result.detail).toContain(detail);
  });

  it('is refused when it is more than a day ahead', () => {
    expect(parseNativeEvent(anEvent({ time: '2026-11-24T12:00:00Z' }), NOW)).toHaveProperty(
      'event',
    );
    expect(parseNativeEvent(anEvent({ time: '2026-11-24T12:00:01Z' }), NOW)).toMatchObject({
      code: 'event-in-future',
    });
  });

  it('is refused by the parser exactly when the schema refuses it', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      undefined,
      '',
      'x',
      'a\0',
      'x'.repeat(600),
      -1,
      7,
      {},
    );
    const field = (...values: readonly unknown[]) =>
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: odd });
    const message = fc.record(
      {
        sender: field('alice@example.test', ''),
        recipients: field(0, 3, 2.5),
        rejectedRecipients: field(0, 1),
        bytes: field(1_291, Number.MAX_SAFE_INTEGER + 1),
        queueId: field('4F1A2B'),
      },
      { requiredKeys: [] },
    );
    const times = ['2026-11-23T08:00:00Z', '2026-11-23 08:00:00.123+05:30', '2026-11-23', 'now'];
    const event = fc.record(
      {
        type: field('authentication', 'message'),
        time: field(...times),
        account: field('alice', 'bob@example.test'),
        sourceIp: field('203.0.113.7', '[2001:db8::1%eth0]', '300.0.0.1'),
        protocol: field(...PROTOCOLS),
        outcome: field(...OUTCOMES),
        reason: field(...REASONS, null, null, null),
        server: field('mx1'),
        listener: field(...LISTENERS),
        client: field('c'),
        session: field('s'),
        mechanism: field(...MECHANISMS, 'PLAIN'),
        tls: field(true, false, 'yes'),
        message: fc.oneof(message, odd),
        extra: odd,
      },
      { requiredKeys: ['type', 'time', 'outcome'] },
    );

    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: event }, fc.anything()), (value) => {
        const accepted = 'event' in parseNativeEvent(value, NOW);

        expect(accepted).toBe(AuthEventInput.safeParse(value).success);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a description for every property', () => {
    expect([AuthEventInput.meta()?.id, EventView.meta()?.id]).toEqual(['AuthEvent', 'EventView']);
    for (const schema of [AuthEventInput, EventView]) {
      for (const property of Object.values(z.toJSONSchema(schema).properties ?? {})) {
        expect(property).toHaveProperty('description');
      }
    }
  });

  it('is shown as the contract says', () => {
    const parsed = parseNativeEvent(anEvent({ message: { sender: 'a@example.test' } }), NOW);

    const view = 'event' in parsed ? toEventView(parsed.event) : undefined;

    expect(EventView.parse(view)).toEqual(
      anEvent({
        message: {
          sender: 'a@example.test',
          recipients: 0,
          rejectedRecipients: 0,
          bounced: null,
          bytes: null,
          queueId: null,
        },
      }),
    );
  });
});

function anEvent(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'authentication',
    time: '2026-11-23T08:00:00.000Z',
    account: 'alice@example.test',
    sourceIp: '203.0.113.7',
    protocol: 'smtp',
    outcome: 'success',
    reason: null,
    server: 'mx1.example.test',
    listener: 'external',
    client: 'client.example',
    session: 's1',
    mechanism: 'plain',
    tls: true,
    message: null,
    ...overrides,
  };
}
