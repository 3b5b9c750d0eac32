import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { successAfterFailures } from './success-after-failures.js';

const options = successAfterFailures.options.parse({});
const guessed = someFacts({
  failures: () => ({ total: 30, networks: 7, unfamiliar: 30, here: 30 }),
  history: () => ({ signIns: 50, days: 9 }),
});

describe('success after failures', () => {
  it('signals a guess that hit', () => {
    const signal = successAfterFailures.inspect(aFoldEvent(), guessed, options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ failures: 30, network: '192.0.2.0/24' });
  });

  it('says little when the failures came from other networks, which anybody can cause', () => {
    const facts = {
      ...guessed,
      failures: () => ({ total: 60, networks: 1, unfamiliar: 60, here: 0 }),
    };

    expect(successAfterFailures.inspect(aFoldEvent(), facts, options)?.confidence).toBe(0.3);
  });

  it('says less of an account without history', () => {
    const facts = { ...guessed, history: () => ({ signIns: 0, days: 0 }) };

    expect(successAfterFailures.inspect(aFoldEvent(), facts, options)?.confidence).toBe(0.4);
  });

  it.each([
    ['a known network', aFoldEvent(), { isKnownNetwork: () => true }],
    [
      'a person who mistyped',
      aFoldEvent(),
      { failures: () => ({ total: 4, networks: 1, unfamiliar: 4, here: 4 }) },
    ],
    [
      'failures from known networks',
      aFoldEvent(),
      { failures: () => ({ total: 60, networks: 1, unfamiliar: 0, here: 0 }) },
    ],
    ['another failure', aFoldEvent({ outcome: 'failure' }), {}],
    ['an event without an address', aFoldEvent({ sourceIp: undefined }), {}],
  ])('is silent on %s', (_case, event, overrides) => {
    const facts = { ...guessed, ...overrides };

    expect(successAfterFailures.inspect(event, facts, options)).toBeUndefined();
  });
});
