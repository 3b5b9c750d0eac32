import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../kernel/clock.js';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { dormantAccount } from './dormant-account.js';

const options = dormantAccount.options.parse({});
const event = aFoldEvent();
const facts = { idleMs: () => 90 * DAY_MS };

describe('a dormant account', () => {
  it('is signalled when it is used from a network that is new', () => {
    const signal = dormantAccount.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence['days']).toBe(90);
  });

  it('counts less through a provider and in a country that are known', () => {
    const home = someFacts({ ...facts, isKnownProvider: () => true, isKnownCountry: () => true });

    expect(dormantAccount.inspect(event, home, options)?.confidence).toBe(0.5);
  });

  it.each([
    ['when it is used at home', event, { isKnownNetwork: () => true }],
    ['after a holiday', event, { idleMs: () => 14 * DAY_MS }],
    ['for an account that was never used', event, { idleMs: () => undefined }],
    ['on a failure', aFoldEvent({ outcome: 'failure' }), {}],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      dormantAccount.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
