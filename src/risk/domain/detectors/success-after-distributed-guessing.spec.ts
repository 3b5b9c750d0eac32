import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { successAfterDistributedGuessing } from './success-after-distributed-guessing.js';

const options = successAfterDistributedGuessing.options.parse({});
const event = aFoldEvent();
const facts = {
  history: () => ({ signIns: 50, days: 10 }),
  failures: () => ({ total: 30, networks: 20, unfamiliar: 30, here: 0 }),
};

describe('a success after distributed guessing', () => {
  it('is signalled through a provider that is new', () => {
    const signal = successAfterDistributedGuessing.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
  });

  it('counts half near a known place', () => {
    const near = someFacts({ ...facts, isKnownPlace: () => true });

    expect(successAfterDistributedGuessing.inspect(event, near, options)?.confidence).toBe(0.5);
  });

  it('does not bring an account to high by itself', () => {
    expect(successAfterDistributedGuessing.weight).toBeLessThan(0.5);
  });

  it.each([
    ['through a provider that is known', event, { isKnownProvider: () => true }],
    ['at a network that is known', event, { isKnownNetwork: () => true }],
    [
      'when few networks failed',
      event,
      { failures: () => ({ total: 9, networks: 3, unfamiliar: 9, here: 0 }) },
    ],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      successAfterDistributedGuessing.inspect(
        silent,
        someFacts({ ...facts, ...overrides }),
        options,
      ),
    ).toBeUndefined();
  });
});
