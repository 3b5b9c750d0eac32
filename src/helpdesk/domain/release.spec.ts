import { describe, expect, it } from 'vitest';
import { mayRelease, type ReleaseFacts } from './release.js';

function someFacts(overrides: Partial<ReleaseFacts> = {}): ReleaseFacts {
  return {
    isOwn: false,
    isProtected: false,
    secondWave: 'none',
    isConfirmedCompromised: false,
    isApproved: false,
    ...overrides,
  };
}

describe('who may release an account', () => {
  it('is any operator, as a rule', () => {
    expect(mayRelease(someFacts())).toEqual({ allowed: true });
  });

  it('is nobody whose account it is, whoever approves', () => {
    const verdict = mayRelease(someFacts({ isOwn: true, isApproved: true }));

    expect(verdict).toMatchObject({ allowed: false, code: 'own-account' });
  });

  it.each([
    ['is protected', { isProtected: true }],
    ['was taken again', { secondWave: 'recurred' as const }],
    ['is confirmed as compromised', { isConfirmedCompromised: true }],
  ])('needs a second operator where the account %s', (_what, facts) => {
    expect(mayRelease(someFacts(facts))).toMatchObject({ allowed: false, code: 'approver-needed' });
    expect(mayRelease(someFacts({ ...facts, isApproved: true }))).toEqual({ allowed: true });
  });
});
