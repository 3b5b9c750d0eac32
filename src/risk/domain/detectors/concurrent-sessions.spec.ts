import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { concurrentSessions } from './concurrent-sessions.js';

const options = concurrentSessions.options.parse({});
const event = aFoldEvent({ place: { country: 'BR', latitude: -23.55, longitude: -46.63 } });
const facts = { otherPlaces: () => ({ far: 1, km: 9_000, isReturn: true }) };

describe('sessions far apart', () => {
  it('are signalled when the account comes back within the hour', () => {
    const signal = concurrentSessions.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBeCloseTo(0.3);
    expect(signal?.summary).toBe(
      'In use at 2 places up to 9000 km apart by turns within 60 minutes.',
    );
  });

  it('say more the more places there are', () => {
    const many = someFacts({ otherPlaces: () => ({ far: 3, km: 9_000, isReturn: true }) });

    expect(concurrentSessions.inspect(event, many, options)?.confidence).toBe(1);
  });

  it.each([
    [
      'on a journey without return',
      event,
      { otherPlaces: () => ({ far: 1, km: 9_000, isReturn: false }) },
    ],
    ['when nothing is new for the account', event, { newNetworks: () => 0 }],
    ['without geolocation', aFoldEvent(), {}],
    ['on a failure', aFoldEvent({ outcome: 'failure' }), {}],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      concurrentSessions.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
