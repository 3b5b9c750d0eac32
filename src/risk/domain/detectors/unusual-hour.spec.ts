import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { unusualHour } from './unusual-hour.js';

const options = unusualHour.options.parse({});
const event = aFoldEvent();
const facts = {
  history: () => ({ signIns: 50, days: 10 }),
  usualHours: () => ({ away: 6, used: 9 }),
};

describe('an unusual hour', () => {
  it('is signalled at a network that is new', () => {
    const signal = unusualHour.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ hour: 6, hoursAway: 6, usualHours: 9 });
  });

  it.each([
    ['at home', event, { isKnownNetwork: () => true }],
    ['an hour from the usual ones', event, { usualHours: () => ({ away: 1, used: 9 }) }],
    ['for an account without history', event, { history: () => ({ signIns: 20, days: 9 }) }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      unusualHour.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
