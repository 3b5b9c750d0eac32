import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { credentialStuffing } from './credential-stuffing.js';

const options = credentialStuffing.options.parse({});
const event = aFoldEvent();
const facts = {
  history: () => ({ signIns: 50, days: 10 }),
  distinctFailedAtSource: () => 5,
  namesTriedAtSource: () => 5,
};

describe('credential stuffing', () => {
  it('is signalled where names were tried that nobody has', () => {
    const signal = credentialStuffing.inspect(event, someFacts(facts), options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ namesTried: 5, failedAccounts: 5 });
  });

  it('is signalled on a single such name', () => {
    const one = { ...facts, distinctFailedAtSource: () => 1, namesTriedAtSource: () => 1 };

    expect(credentialStuffing.inspect(event, someFacts(one), options)?.confidence).toBeCloseTo(
      0.52,
    );
  });

  it('counts little for an account without history', () => {
    const unknown = someFacts({ ...facts, history: () => ({ signIns: 0, days: 0 }) });

    expect(credentialStuffing.inspect(event, unknown, options)?.confidence).toBe(0.3);
  });

  it.each([
    [
      'where nobody failed',
      event,
      { distinctFailedAtSource: () => 0, namesTriedAtSource: () => 0 },
    ],
    [
      'where two mistyped their passwords',
      event,
      { distinctFailedAtSource: () => 2, namesTriedAtSource: () => 0 },
    ],
    ['at a network that is known', event, { isKnownNetwork: () => true }],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      credentialStuffing.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
