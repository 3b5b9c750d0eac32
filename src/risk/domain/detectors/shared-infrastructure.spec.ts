import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { sharedInfrastructure } from './shared-infrastructure.js';

const options = sharedInfrastructure.options.parse({});
const event = aFoldEvent();
const facts = { history: () => ({ signIns: 50, days: 10 }), arrivedAtSource: () => 8 };

describe('shared infrastructure', () => {
  it('is signalled when others arrived there, too', () => {
    const signal = sharedInfrastructure.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence['otherAccounts']).toBe(8);
  });

  it.each([
    ['for the first to arrive', event, { arrivedAtSource: () => 0 }],
    ['for a provider that is known', event, { isKnownProvider: () => true }],
    ['for an account without history', event, { history: () => ({ signIns: 1, days: 1 }) }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      sharedInfrastructure.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
