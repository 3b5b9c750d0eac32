import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { newClient } from './new-client.js';

const options = newClient.options.parse({});
const event = aFoldEvent({ client: 'bot-17' });
const facts = { history: () => ({ signIns: 50, days: 10 }) };

describe('a new client', () => {
  it('is signalled at a network that is new, too', () => {
    const signal = newClient.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence['client']).toBe('bot-17');
  });

  it('counts half with a provider that is known', () => {
    const home = someFacts({ ...facts, isKnownProvider: () => true });

    expect(newClient.inspect(event, home, options)?.confidence).toBe(0.5);
  });

  it.each([
    ['when it is set up at home', event, { isKnownNetwork: () => true }],
    ['for a client that is known', event, { isKnownClient: () => true }],
    ['for an account without history', event, { history: () => ({ signIns: 5, days: 2 }) }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      newClient.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
