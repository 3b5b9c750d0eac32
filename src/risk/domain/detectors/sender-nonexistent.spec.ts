import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent, aMessage } from '../fold-event.builder.js';
import { senderNonexistent } from './sender-nonexistent.js';

const options = senderNonexistent.options.parse({});
const from = 'wkjxbetrayal@company.co.in';

describe('a sender that does not exist', () => {
  it('is signalled with its address', () => {
    const event = aMessage({ sender: 'nonexistent', from });

    const signal = senderNonexistent.inspect(event, someFacts(), options);

    expect(signal?.confidence).toBe(0.34);
    expect(signal?.evidence['sender']).toBe(from);
  });

  it('is more certain the more such senders there are', () => {
    const event = aMessage({ sender: 'nonexistent', from });

    const confidences = [1, 2, 3, 4, 90].map(
      (n) => senderNonexistent.inspect(event, someFacts({ senders: () => n }), options)?.confidence,
    );

    expect(confidences).toEqual([0.34, 0.6, 0.8, 0.95, 0.95]);
  });

  it('is signalled on a sign-in that carries the sender', () => {
    const message = { sender: from, recipients: 1, rejectedRecipients: 0 };
    const event = aFoldEvent({ sender: 'nonexistent', message });

    expect(senderNonexistent.inspect(event, someFacts(), options)).toBeDefined();
  });

  it.each([
    ["the account's own sender", aMessage({ sender: 'own' })],
    ['a site without a directory', aMessage({ sender: 'unknown', from })],
    ['a foreign sender', aMessage({ sender: 'foreign', from })],
    ['a rejected message', aMessage({ sender: 'nonexistent', from, outcome: 'failure' })],
  ])('is silent on %s', (_case, event) => {
    expect(senderNonexistent.inspect(event, someFacts(), options)).toBeUndefined();
  });
});
