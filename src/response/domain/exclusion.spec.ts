import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/clock.js';
import { exclusionOf } from './exclusion.js';
import { aPolicy } from './policy.builder.js';

const NOW = Date.UTC(2026, 10, 23, 8);
const ALICE = {
  login: 'alice@example.com',
  isProtected: false,
  groups: ['cn=staff'],
  passwordNeverExpires: false,
};

describe('what a campaign leaves out', () => {
  it('is nobody without a reason', () => {
    expect(exclusionOf(ALICE, undefined, aPolicy(), NOW)).toBeUndefined();
  });

  it.each([
    ['protected accounts', 'protected-account', { protectedGroups: ['cn=staff'] }],
    ['administrators', 'administrator', { administratorGroups: ['cn=staff'] }],
    [
      'service accounts',
      'service-account',
      { serviceAccounts: { patterns: ['alice*'], neverExpires: false } },
    ],
  ])('is %s', (_who, code, policy) => {
    expect(exclusionOf(ALICE, undefined, aPolicy(policy), NOW)?.code).toBe(code);
  });

  it('is whoever was reset just now', () => {
    const reset = (hours: number) => ({
      lastAsked: NOW,
      lastApplied: NOW - hours * HOUR_MS,
    });

    expect(exclusionOf(ALICE, reset(23), aPolicy(), NOW)?.code).toBe('recently-reset');
    expect(exclusionOf(ALICE, reset(24), aPolicy(), NOW)).toBeUndefined();
    expect(exclusionOf(ALICE, { lastAsked: NOW }, aPolicy(), NOW)).toBeUndefined();
  });
});
