import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/clock.js';
import {
  type Allowance,
  askedOfAll,
  type Candidate,
  decide,
  type Decision,
  type DirectoryLoad,
} from './decide.js';
import { aPolicy } from './policy.builder.js';
import type { ResponsePolicy } from './response-policy.js';

const NOW = Date.UTC(2026, 10, 23, 8);

function aCandidate(overrides: Partial<Candidate> = {}): Candidate {
  return {
    accountId: 'a1',
    login: 'alice@example.com',
    displayName: undefined,
    level: 'critical',
    score: 90,
    asOf: NOW,
    isProtected: false,
    groups: [],
    passwordNeverExpires: false,
    directoryId: 'd1',
    history: new Map(),
    ...overrides,
  };
}

function aLoad(overrides: Partial<DirectoryLoad> = {}): DirectoryLoad {
  return { touched: new Set(), size: 0, administrators: new Set(), ...overrides };
}

function anAllowance(overrides: Partial<Allowance> = {}): Allowance {
  return {
    now: NOW,
    startedThisHour: 0,
    stopped: false,
    canary: { kind: 'open' },
    directories: new Map(),
    ...overrides,
  };
}

function decided(
  candidates: readonly Candidate[],
  policy: ResponsePolicy = aPolicy(),
  allowance: Allowance = anAllowance(),
): Decision[] {
  return decide(askedOfAll(candidates, policy, allowance.now), policy, allowance);
}

const LOCK_ONLY: Partial<ResponsePolicy> = { rules: [{ level: 'high', do: 'lock', again: [] }] };

describe('decide', () => {
  it('asks for every rule whose level is reached', () => {
    expect(decided([aCandidate()])).toMatchObject([
      { operation: 'force-reset', status: 'queued' },
      { operation: 'lock', status: 'queued' },
    ]);
  });

  it('asks for a new password only, at high', () => {
    const decisions = decided([aCandidate({ level: 'high', score: 60 })]);

    expect(decisions.map(({ operation }) => operation)).toEqual(['force-reset']);
  });

  it('asks for nothing below high', () => {
    expect(decided([aCandidate({ level: 'medium' })])).toEqual([]);
  });

  it.each<[string, Partial<Candidate>, Partial<ResponsePolicy>]>([
    ['is marked', { isProtected: true }, {}],
    ['fits a pattern', {}, { protectedLogins: ['al*@example.com'] }],
    ['is in a group', { groups: ['CN=Board,DC=x'] }, { protectedGroups: ['cn=board,*'] }],
  ])('refuses to touch an account that %s, and says which rail', (_how, candidate, policy) => {
    const decisions = decided([aCandidate(candidate)], aPolicy(policy));

    expect(decisions.map(({ status }) => status)).toEqual(['refused', 'refused']);
    expect(decisions[0]?.outcome).toMatchObject({
      code: 'protected-account',
      detail: expect.stringContaining('second'),
    });
  });

  it('does nothing in observe mode, and says what it would have done', () => {
    const [decision] = decided([aCandidate()], aPolicy({ mode: 'observe' }));

    expect(decision).toMatchObject({ status: 'unchanged', outcome: { code: 'observe-mode' } });
  });

  it.each<[string, Partial<ResponsePolicy>, Partial<Allowance>, string]>([
    ['in approve mode', { mode: 'approve' }, {}, 'approve-mode'],
    ['when stopped', {}, { stopped: true }, 'stopped'],
    ['past the hourly cap', { maxActionsPerHour: 3 }, { startedThisHour: 3 }, 'hourly-cap'],
    ['where two are needed', { secondOperatorFor: ['lock'] }, {}, 'second-operator'],
    ['while the canaries fly', {}, { canary: { kind: 'watched' } }, 'canary'],
    ['when a canary fell', {}, { canary: { kind: 'broken' } }, 'canary-failed'],
  ])('waits for approval %s', (_when, policy, allowance, code) => {
    const [decision] = decided(
      [aCandidate()],
      aPolicy({ ...LOCK_ONLY, ...policy }),
      anAllowance(allowance),
    );

    expect(decision).toMatchObject({ status: 'awaiting-approval', outcome: { code } });
    expect(decision?.outcome?.detail).toMatch(/[Aa]pprove/);
  });

  it('hands an account that a program uses to the operators', () => {
    const neverExpiring = { patterns: [], neverExpires: true };
    const byName = decided([aCandidate({ login: 'svc-backup' })], aPolicy(LOCK_ONLY));
    const byPassword = decided(
      [aCandidate({ passwordNeverExpires: true })],
      aPolicy({ ...LOCK_ONLY, serviceAccounts: neverExpiring }),
    );

    for (const [decision] of [byName, byPassword])
      expect(decision).toMatchObject({
        status: 'awaiting-approval',
        outcome: { code: 'service-account' },
      });
  });

  it('leaves the last administrators alone, also within one batch', () => {
    const directories = new Map([['d1', aLoad({ administrators: new Set(['a1', 'a2', 'a3']) })]]);
    const admins = ['a1', 'a2', 'a3'].map((accountId, n) =>
      aCandidate({ accountId, groups: ['cn=admins'], score: 90 - n }),
    );
    const policy = aPolicy({ ...LOCK_ONLY, administratorGroups: ['cn=admins'] });

    const decisions = decided(admins, policy, anAllowance({ directories }));

    expect(decisions.map(({ status }) => status)).toEqual(['queued', 'queued', 'refused']);
    expect(decisions[2]?.outcome?.code).toBe('last-administrator');
  });

  it('waits for the end of quiet hours, unless the level is above them', () => {
    const quietHours = [{ days: ['mon' as const], from: '07:00', to: '09:30', timezone: 'UTC' }];
    const policy = aPolicy({ ...LOCK_ONLY, quietHours });

    const [held] = decided([aCandidate({ level: 'high' })], policy);
    const [urgent] = decided([aCandidate({ level: 'critical' })], policy);

    expect(held).toMatchObject({
      status: 'awaiting-approval',
      outcome: { code: 'quiet-hours' },
      dueAt: Date.UTC(2026, 10, 23, 9, 30),
    });
    expect(urgent?.status).toBe('queued');
  });

  it('touches no more than its share of a directory a day, and an account that it touched for nothing more', () => {
    const directories = new Map([['d1', aLoad({ size: 40, touched: new Set(['a0']) })]]);
    const policy = aPolicy({ ...LOCK_ONLY, maxShareOfDirectoryPerDay: { percent: 5, atLeast: 1 } });
    const candidates = ['a0', 'a1', 'a2'].map((accountId, n) =>
      aCandidate({ accountId, score: 90 - n }),
    );

    const decisions = decided(candidates, policy, anAllowance({ directories }));

    expect(decisions.map(({ status, outcome }) => [status, outcome?.code])).toEqual([
      ['queued', undefined],
      ['queued', undefined],
      ['awaiting-approval', 'daily-share'],
    ]);
  });

  it('starts as many canaries as there may be', () => {
    const candidates = ['a1', 'a2', 'a3'].map((accountId) => aCandidate({ accountId }));

    const decisions = decided(
      candidates,
      aPolicy({ ...LOCK_ONLY, canary: { size: 2, watchMinutes: 30 } }),
      anAllowance({ canary: { kind: 'filling', left: 2 } }),
    );

    expect(decisions.map(({ status }) => status)).toEqual([
      'queued',
      'queued',
      'awaiting-approval',
    ]);
  });

  it('spends the cap on the accounts most at risk', () => {
    const candidates = [
      aCandidate({ accountId: 'a1', level: 'high', score: 55 }),
      aCandidate({ accountId: 'a2', level: 'high', score: 75 }),
    ];

    expect(decided(candidates, aPolicy({ maxActionsPerHour: 1 }))).toMatchObject([
      { accountId: 'a2', status: 'queued' },
      { accountId: 'a1', status: 'awaiting-approval' },
    ]);
  });

  it('tells people without asking the rails that are about keeping them out', () => {
    const policy = aPolicy({ rules: [{ level: 'medium', do: 'notify', again: [] }] });

    const [decision] = decided(
      [aCandidate({ isProtected: true, level: 'medium' })],
      policy,
      anAllowance({ stopped: true }),
    );

    expect(decision).toMatchObject({ operation: 'notify', status: 'queued' });
  });

  it('does not ask again before the time is up', () => {
    const asked = (at: number) =>
      aCandidate({ level: 'high', history: new Map([['force-reset', { lastAsked: at }]]) });

    expect(decided([asked(NOW - 23 * HOUR_MS)])).toEqual([]);
    expect(decided([asked(NOW - 24 * HOUR_MS)])).toHaveLength(1);
  });

  it('never starts more than the hourly cap, whatever it is given', () => {
    const candidate = fc.record({
      accountId: fc.uuid(),
      score: fc.integer({ min: 50, max: 100 }),
      level: fc.constantFrom('high' as const, 'critical' as const),
      isProtected: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(candidate, { maxLength: 30 }),
        fc.nat({ max: 20 }),
        fc.nat({ max: 20 }),
        (given, cap, started) => {
          const decisions = decided(
            given.map((each) => aCandidate(each)),
            aPolicy({ maxActionsPerHour: cap }),
            anAllowance({ startedThisHour: started }),
          );

          const queued = decisions.filter(({ status }) => status === 'queued');
          expect(queued.length).toBeLessThanOrEqual(Math.max(0, cap - started));
        },
      ),
    );
  });
});
