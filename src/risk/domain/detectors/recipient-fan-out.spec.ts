import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aMessage } from '../fold-event.builder.js';
import { recipientFanOut } from './recipient-fan-out.js';

const options = recipientFanOut.options.parse({});
const event = aMessage({ recipients: 100 });
const facts = {
  widestBefore: () => 4,
  volumeBaseline: () => ({ messages: 9, recipients: 12, days: 10 }),
};

describe('the fan-out of recipients', () => {
  it('is signalled when one message goes to far more than any before', () => {
    const signal = recipientFanOut.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.summary).toBe('One message to 100 recipients; the most before today were 4.');
  });

  it('counts less at a network that is known for long', () => {
    const office = someFacts({ ...facts, isKnownNetwork: () => true, networkAge: () => undefined });

    expect(recipientFanOut.inspect(event, office, options)?.confidence).toBeCloseTo(0.4);
  });

  it.each([
    ['for somebody who does it again', event, { widestBefore: () => 90 }],
    ['for a few recipients', aMessage({ recipients: 20 }), {}],
    ['without history', event, { volumeBaseline: () => ({ messages: 0, recipients: 0, days: 2 }) }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      recipientFanOut.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
