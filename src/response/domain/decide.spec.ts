import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/clock.js';
import { type Allowance, type Candidate, decide } from './decide.js';
import { ResponsePolicy } from './response-policy.js';

const NOW = Date.UTC(2026, 10, 23, 8);

function aCandidate(overrides: Partial<Candidate> = {}): Candidate {
  return {
    accountId: 'a1',
    login: 'alice@example.com',
    level: 'critical',
    score: 90,
    isProtected: false,
    lastAsked: new Map(),
    ...overrides,
  };
}

function aPolicy(overrides: Partial<ResponsePolicy> = {}): ResponsePolicy {
  return { ...ResponsePolicy.parse({ mode: 'enforce' }), ...overrides };
}

function anAllowance(overrides: Partial<Allowance> = {}): Allowance {
  return { now: NOW, startedThisHour: 0, stopped: false, ...overrides };
}

describe('decide', () => {
  it('asks for every rule whose level is reached', () => {
    const decisions = decide([aCandidate()], aPolicy(), anAllowance());

    expect(decisions).toMatchObject([
      { operation: 'force-reset', status: 'queued' },
      { operation: 'lock', status: 'queued' },
    ]);
  });

  it('asks for a new password only, at high', () => {
    const decisions = decide([aCandidate({ level: 'high', score: 60 })], aPolicy(), anAllowance());

    expect(decisions.map(({ operation }) => operation)).toEqual(['force-reset']);
  });

  it('asks for nothing below high', () => {
    expect(decide([aCandidate({ level: 'medium' })], aPolicy(), anAllowance())).toEqual([]);
  });

  it.each([
    ['marked', { isProtected: true }, {}],
    ['fits a pattern', {}, { protectedLogins: ['al*@example.com'] }],
  ])('refuses to touch an account that is protected: it %s', (_how, candidate, policy) => {
    const decisions = decide([aCandidate(candidate)], aPolicy(policy), anAllowance());

    expect(decisions.map(({ status }) => status)).toEqual(['refused', 'refused']);
    expect(decisions[0]?.outcome?.code).toBe('protected-account');
  });

  it('does nothing in observe mode, and says what it would have done', () => {
    const [decision] = decide([aCandidate()], aPolicy({ mode: 'observe' }), anAllowance());

    expect(decision).toMatchObject({ status: 'unchanged', outcome: { code: 'observe-mode' } });
  });

  it.each([
    ['in approve mode', { mode: 'approve' as const }, {}, 'approve-mode'],
    ['when stopped', {}, { stopped: true }, 'stopped'],
    ['past the hourly cap', { maxActionsPerHour: 3 }, { startedThisHour: 3 }, 'hourly-cap'],
  ])('waits for approval %s', (_when, policy, allowance, code) => {
    const [decision] = decide([aCandidate()], aPolicy(policy), anAllowance(allowance));

    expect(decision).toMatchObject({ status: 'awaiting-approval', outcome: { code } });
  });

  it('spends the cap on the accounts most at risk', () => {
    const candidates = [
      aCandidate({ accountId: 'a1', level: 'high', score: 55 }),
      aCandidate({ accountId: 'a2', level: 'high', score: 75 }),
    ];

    const decisions = decide(candidates, aPolicy({ maxActionsPerHour: 1 }), anAllowance());

    expect(decisions).toMatchObject([
      { accountId: 'a2', status: 'queued' },
      { accountId: 'a1', status: 'awaiting-approval' },
    ]);
  });

  it('does not ask again before the time is up', () => {
    const asked = (at: number) =>
      aCandidate({ level: 'high', lastAsked: new Map([['force-reset', at]]) });

    expect(decide([asked(NOW - 23 * HOUR_MS)], aPolicy(), anAllowance())).toEqual([]);
    expect(decide([asked(NOW - 24 * HOUR_MS)], aPolicy(), anAllowance())).toHaveLength(1);
  });
});
