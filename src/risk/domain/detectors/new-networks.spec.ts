import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { newNetworks } from './new-networks.js';

const options = newNetworks.options.parse({});
const facts = {
  history: () => ({ signIns: 50, days: 10 }),
  newNetworks: () => 8,
  networksADay: () => 0.4,
};

describe('many new networks', () => {
  it('are signalled, the more so the more there are', () => {
    const fewer = someFacts({ ...facts, newNetworks: () => 5 });

    expect(newNetworks.inspect(aFoldEvent(), someFacts(facts), options)?.confidence).toBe(1);
    expect(newNetworks.inspect(aFoldEvent(), fewer, options)?.confidence).toBeCloseTo(0.55);
  });

  it.each([
    ['on a day of travel', { newNetworks: () => 4 }],
    ['for somebody who roams every day', { networksADay: () => 3 }],
    ['at a network that is known', { isKnownNetwork: () => true }],
    ['for an account without history', { history: () => ({ signIns: 9, days: 2 }) }],
  ])('are not signalled %s', (_case, overrides) => {
    const silent = someFacts({ ...facts, ...overrides });

    expect(newNetworks.inspect(aFoldEvent(), silent, options)).toBeUndefined();
  });
});
