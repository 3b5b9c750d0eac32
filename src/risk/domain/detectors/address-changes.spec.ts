import { describe, expect, it } from 'vitest';
import { sightingsOf, someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { addressChanges } from './address-changes.js';

const options = addressChanges.options.parse({});

describe('an address that changes each minute', () => {
  it('is signalled when it goes through several networks', () => {
    const facts = someFacts({
      addressChanges: () => 8,
      distinctSightings: () => sightingsOf(9),
    });

    const signal = addressChanges.inspect(aFoldEvent(), facts, options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.summary).toBe('The address changed 8 times in 10 minutes, through 9 networks.');
  });

  it('says less within one country', () => {
    const facts = someFacts({
      addressChanges: () => 8,
      distinctSightings: () => sightingsOf(9, { countries: 1 }),
    });

    expect(addressChanges.inspect(aFoldEvent(), facts, options)?.confidence).toBe(0.7);
  });

  it.each([
    ['alternation between office and phone', 20, sightingsOf(2)],
    ['two devices with IPv4 and IPv6 each', 20, sightingsOf(4, { networksOfOneKind: 2 })],
    ['many addresses of one network', 20, sightingsOf(1, { addresses: 20 })],
    ['few changes', 2, sightingsOf(4)],
  ])('is no %s', (_case, changes, counts) => {
    const facts = someFacts({ addressChanges: () => changes, distinctSightings: () => counts });

    expect(addressChanges.inspect(aFoldEvent(), facts, options)).toBeUndefined();
  });

  it('is silent on failures', () => {
    const facts = someFacts({ addressChanges: () => 8, distinctSightings: () => sightingsOf(9) });
    const event = aFoldEvent({ outcome: 'failure' });

    expect(addressChanges.inspect(event, facts, options)).toBeUndefined();
  });
});
