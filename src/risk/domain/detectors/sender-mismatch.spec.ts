import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { senderMismatch } from './sender-mismatch.js';

const options = senderMismatch.options.parse({});

describe('a sender of somebody else', () => {
  it.each(['foreign', 'other-account'] as const)('is signalled gently: %s', (sender) => {
    const event = aMessage({ sender, from: 'bob@example.org' });

    const signal = senderMismatch.inspect(event, someFacts(), options);

    expect(signal?.confidence).toBeCloseTo(1 / 8);
    expect(signal?.evidence).toMatchObject({ sender: 'bob@example.org', standing: sender });
  });

  it('is certain when there are many', () => {
    const facts = someFacts({ senders: () => 8 });

    expect(
      senderMismatch.inspect(aMessage({ sender: 'foreign' }), facts, options)?.confidence,
    ).toBe(1);
  });

  it.each([
    ["the account's own sender", aMessage({ sender: 'own' })],
    ['a sender nobody could be asked about', aMessage({ sender: 'unknown' })],
    ['an empty sender', aMessage({ sender: 'none' })],
    ['a rejected message', aMessage({ sender: 'foreign', outcome: 'failure' })],
  ])('is silent on %s', (_case, event) => {
    expect(senderMismatch.inspect(event, someFacts(), options)).toBeUndefined();
  });
});
