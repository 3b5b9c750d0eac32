import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { newCountry } from './new-country.js';

const options = newCountry.options.parse({});
const learned = someFacts({ history: () => ({ signIns: 10, days: 3 }) });
const inBrazil = aFoldEvent({ place: { country: 'BR' } });

describe('a new country', () => {
  it('is signalled once the account is known', () => {
    const signal = newCountry.inspect(inBrazil, learned, options);

    expect(signal?.confidence).toBe(0.5);
    expect(signal?.summary).toBe('First use from BR after 10 sign-ins on 3 days.');
  });

  it('weighs more when it is one of several in a day', () => {
    const facts = { ...learned, newCountries: () => 3 };

    expect(newCountry.inspect(inBrazil, facts, options)?.confidence).toBeCloseTo(0.9);
  });

  it.each([
    ['while too few sign-ins are known', inBrazil, { history: () => ({ signIns: 9, days: 3 }) }],
    ['while too few days are known', inBrazil, { history: () => ({ signIns: 90, days: 2 }) }],
    ['on a known country', inBrazil, { isKnownCountry: () => true }],
    ['on a failure', aFoldEvent({ outcome: 'failure', place: { country: 'BR' } }), {}],
    ['without geolocation', aFoldEvent(), {}],
  ])('is silent %s', (_case, event, overrides) => {
    expect(newCountry.inspect(event, { ...learned, ...overrides }, options)).toBeUndefined();
  });
});
