import { describe, expect, it } from 'vitest';
import { manualHolds, type ManualRailFacts } from './manual-rails.js';
import { aPolicy } from './policy.builder.js';

function facts(overrides: Partial<ManualRailFacts> = {}): ManualRailFacts {
  return {
    account: {
      login: 'alice@example.com',
      isProtected: false,
      groups: [],
      passwordNeverExpires: false,
    },
    operation: 'lock',
    policy: aPolicy(),
    stopped: false,
    otherAdministrators: undefined,
    ...overrides,
  };
}
const boss = { ...facts().account, isProtected: true };
const rails = (given: Partial<ManualRailFacts>) =>
  manualHolds(facts(given)).map(({ rail, effect }) => [rail, effect]);

describe('the guard rails of operators', () => {
  it('let an operator act on an account that nothing protects', () => {
    expect(rails({})).toEqual([]);
  });

  it.each(['lock', 'disable', 'force-reset', 'temporary-password'] as const)(
    'want a second operator for %s on a protected account',
    (operation) => {
      expect(rails({ account: boss, operation })).toEqual([['protected-account', 'waits']]);
    },
  );

  it.each(['unlock', 'enable', 'notify'] as const)('do not stand in the way of %s', (operation) => {
    expect(rails({ account: boss, operation, stopped: true })).toEqual([]);
  });

  it('want a second operator for the last administrator', () => {
    expect(rails({ otherAdministrators: 0 })).toEqual([['last-administrator', 'waits']]);
    expect(rails({ otherAdministrators: 1 })).toEqual([]);
  });

  it('want a second operator where the policy says so', () => {
    const policy = aPolicy({ secondOperatorFor: ['lock'] });

    expect(rails({ policy })).toEqual([['second-operator', 'waits']]);
  });

  it('refuse while the stop switch is on, and say what else would stand in the way', () => {
    expect(rails({ account: boss, stopped: true })).toEqual([
      ['stopped', 'refused'],
      ['protected-account', 'waits'],
    ]);
  });
});
