import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { passwordGuessing } from './password-guessing.js';

const options = passwordGuessing.options.parse({});
const failure = aFoldEvent({ outcome: 'failure', reason: 'bad-password' });
const guessed = someFacts({
  failures: () => ({ total: 40, networks: 12, unfamiliar: 40, here: 0 }),
});

describe('password guessing', () => {
  it('signals wrong passwords from many networks', () => {
    const signal = passwordGuessing.inspect(failure, guessed, options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ failures: 40, distinctNetworks: 12 });
  });

  it('stays low for a stale password that fails all day from one network', () => {
    const stale = someFacts({
      failures: () => ({ total: 80, networks: 1, unfamiliar: 0, here: 0 }),
    });

    expect(passwordGuessing.inspect(failure, stale, options)?.confidence).toBeLessThanOrEqual(0.3);
  });

  it.each([
    [
      'a person who mistypes',
      failure,
      { failures: () => ({ total: 5, networks: 1, unfamiliar: 5, here: 0 }) },
    ],
    ['a success', aFoldEvent(), {}],
    ['a back end that is down', aFoldEvent({ outcome: 'failure', reason: 'backend' }), {}],
    ['a locked account', aFoldEvent({ outcome: 'failure', reason: 'locked' }), {}],
    ['a disabled account', aFoldEvent({ outcome: 'failure', reason: 'disabled' }), {}],
    ['a rejected message', aFoldEvent({ type: 'message', outcome: 'failure' }), {}],
  ])('is silent on %s', (_case, event, overrides) => {
    expect(passwordGuessing.inspect(event, { ...guessed, ...overrides }, options)).toBeUndefined();
  });
});
