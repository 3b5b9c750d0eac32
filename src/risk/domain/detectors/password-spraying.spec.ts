import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { passwordSpraying } from './password-spraying.js';

const options = passwordSpraying.options.parse({});
const sprayed = someFacts({
  distinctFailedAtSource: (): number => 60,
  history: () => ({ signIns: 50, days: 9 }),
});

describe('password spraying', () => {
  it('signals the success at a network where many accounts failed', () => {
    const signal = passwordSpraying.inspect(aFoldEvent(), sprayed, options);

    expect(signal?.confidence).toBe(1);
    expect(signal?.evidence).toMatchObject({ failedAccounts: 60, network: '192.0.2.0/24' });
  });

  it('says little of an account without history, as of an office where people mistype', () => {
    const facts = { ...sprayed, history: () => ({ signIns: 0, days: 0 }) };

    expect(passwordSpraying.inspect(aFoldEvent(), facts, options)?.confidence).toBe(0.3);
  });

  it('says less near a known place, where somebody else may just share the provider', () => {
    const facts = { ...sprayed, isKnownPlace: () => true };

    expect(passwordSpraying.inspect(aFoldEvent(), facts, options)?.confidence).toBe(0.4);
  });

  it.each([
    ['a failure: it fires on validation', aFoldEvent({ outcome: 'failure' }), {}],
    ['a known network', aFoldEvent(), { isKnownNetwork: () => true }],
    ['an exit that many of the site share', aFoldEvent(), { isSharedNetwork: () => true }],
    ['few failed accounts', aFoldEvent(), { distinctFailedAtSource: (): number => 9 }],
    [
      'an account without history at an office where some mistype',
      aFoldEvent(),
      { distinctFailedAtSource: (): number => 39, history: () => ({ signIns: 0, days: 0 }) },
    ],
    ['an event without an address', aFoldEvent({ sourceIp: undefined }), {}],
  ])('is silent on %s', (_case, event, overrides) => {
    expect(passwordSpraying.inspect(event, { ...sprayed, ...overrides }, options)).toBeUndefined();
  });
});
