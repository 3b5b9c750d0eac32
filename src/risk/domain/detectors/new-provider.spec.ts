import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { newProvider } from './new-provider.js';

const options = newProvider.options.parse({});
const event = aFoldEvent();
const facts = { history: () => ({ signIns: 50, days: 10 }) };

describe('a new provider', () => {
  it('is signalled once the account is known', () => {
    const signal = newProvider.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence['provider']).toBe('192.0');
  });

  it('counts half near a place that is known', () => {
    const near = someFacts({ ...facts, isKnownPlace: () => true });

    expect(newProvider.inspect(event, near, options)?.confidence).toBe(0.5);
  });

  it('is named by its number where geolocation has one', () => {
    const inBrazil = aFoldEvent({ place: { country: 'BR', asn: 64500 } });

    expect(newProvider.inspect(inBrazil, someFacts(facts), options)?.evidence['provider']).toBe(
      'AS64500',
    );
  });

  it.each([
    ['for an account without history', event, { history: () => ({ signIns: 5, days: 2 }) }],
    ['for a provider that is known', event, { isKnownProvider: () => true }],
    ['without an address', aFoldEvent({ sourceIp: undefined }), {}],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      newProvider.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
