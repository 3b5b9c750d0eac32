import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { distributedGuessing } from './distributed-guessing.js';

const options = distributedGuessing.options.parse({});
const event = aFoldEvent({ outcome: 'failure' });
const facts = { failures: () => ({ total: 50, networks: 40, unfamiliar: 50, here: 1 }) };

describe('distributed guessing', () => {
  it('is signalled, and is marked as failures alone', () => {
    const signal = distributedGuessing.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(distributedGuessing.failureOnly).toBe(true);
  });

  it.each([
    [
      'on a few networks',
      event,
      { failures: () => ({ total: 12, networks: 5, unfamiliar: 12, here: 1 }) },
    ],
    [
      'on many tries from each',
      event,
      { failures: () => ({ total: 80, networks: 14, unfamiliar: 80, here: 9 }) },
    ],
    ['when the account is locked', aFoldEvent({ outcome: 'failure', reason: 'locked' }), {}],
    ['on the own network', event, { isKnownNetwork: () => true }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      distributedGuessing.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
