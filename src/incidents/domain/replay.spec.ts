import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { ResponsePolicy } from '../../response/domain/response-policy.js';
import { defaultDetectorSettings } from '../../risk/domain/detector-settings.js';
import { decideMoments, type Moment, momentsOf, type ReplayedAccount } from './replay.js';

const START = Date.UTC(2026, 5, 1, 8);
const SETTINGS = defaultDetectorSettings();

function aSignal(n: number, confidence: number, at = START + n * MINUTE_MS) {
  return { id: `s${n}`, detector: 'distributed-sign-ins', at, confidence, summary: 'x' };
}

function aMoment(accountId: string, at: number, overrides: Partial<Moment> = {}): Moment {
  return { accountId, at, score: 90, level: 'critical', ...overrides };
}

function anAccount(login: string, overrides: Partial<ReplayedAccount> = {}): ReplayedAccount {
  return {
    login,
    displayName: undefined,
    isProtected: false,
    groups: [],
    passwordNeverExpires: false,
    directoryId: 'd1',
    ...overrides,
  };
}

function aPolicy(overrides: Record<string, unknown> = {}): ResponsePolicy {
  return ResponsePolicy.parse({
    mode: 'enforce',
    rules: [{ level: 'critical', do: 'lock' }],
    ...overrides,
  });
}

const decided = (
  moments: readonly Moment[],
  policy = aPolicy(),
  sizes = new Map([['d1', 1_000]]),
) =>
  decideMoments(
    moments,
    policy,
    new Map(['a', 'b', 'c'].map((id) => [id, anAccount(`${id}@example.test`)])),
    sizes,
    new Map(),
  ).map(({ accountId, operation, status, held }) => [accountId, operation, status, held]);

describe('the moments of an account', () => {
  it('are those at which its level rises', () => {
    const signals = [0.2, 0.5, 0.52, 1].map((confidence, n) => aSignal(n, confidence));

    expect(momentsOf('a', signals, SETTINGS).map(({ level, at }) => [level, at])).toEqual([
      ['medium', START + MINUTE_MS],
      ['critical', START + 3 * MINUTE_MS],
    ]);
  });

  it('come again by the hour while it stays up', () => {
    const signals = [0, 0.5, 1.5, 1.6].map((hours, n) => aSignal(n, 1, START + hours * HOUR_MS));

    expect(momentsOf('a', signals, SETTINGS).map(({ at }) => (at - START) / HOUR_MS)).toEqual([
      0, 1.5,
    ]);
  });

  it('depend on the weights', () => {
    const light = new Map(SETTINGS).set('distributed-sign-ins', {
      enabled: true,
      weight: 0.1,
      options: {},
    });

    expect(momentsOf('a', [aSignal(0, 1)], light)).toEqual([]);
  });
});

describe('replayed decisions', () => {
  it('lock each account once within the cooling-off', () => {
    const moments = [aMoment('a', START), aMoment('a', START + HOUR_MS), aMoment('b', START + 5)];

    expect(decided(moments)).toEqual([
      ['a', 'lock', 'queued', null],
      ['b', 'lock', 'queued', null],
    ]);
  });

  it('keep to the hourly cap, in the order of the log', () => {
    const moments = ['c', 'b', 'a'].map((id, n) => aMoment(id, START + n * MINUTE_MS));

    expect(decided(moments, aPolicy({ maxActionsPerHour: 2 }))).toEqual([
      ['c', 'lock', 'queued', null],
      ['b', 'lock', 'queued', null],
      ['a', 'lock', 'awaiting-approval', 'hourly-cap'],
    ]);
  });

  it('leave protected accounts alone', () => {
    expect(decided([aMoment('a', START)], aPolicy({ protectedLogins: ['a@*'] }))).toEqual([
      ['a', 'lock', 'refused', 'protected-account'],
    ]);
  });
});
