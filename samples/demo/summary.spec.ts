import { describe, expect, it } from 'vitest';
import { aFinding, anAction } from './finding.builder.js';
import type { PasswordFinding } from './password-checks.js';
import { type Happened, judge } from './summary.js';

const LOGIN = 'usr1@company.co.in';

function whatHappened(overrides: Partial<Happened> = {}): Happened {
  return {
    events: 100,
    plantedLogins: [LOGIN],
    findings: [aFinding()],
    passwords: [aPassword()],
    isAuditLogWhole: true,
    seconds: 12.3456,
    ...overrides,
  };
}

function aPassword(overrides: Partial<PasswordFinding> = {}): PasswordFinding {
  return { login: LOGIN, allowed: false, score: 0, guessedIn: '', reasons: [], ...overrides };
}

describe("the demo's summary", () => {
  it('is a success when whoever was planted was found and acted on', () => {
    expect(judge(whatHappened())).toEqual({
      summary: {
        events: 100,
        planted: 1,
        found: 1,
        falseAlarms: 0,
        locked: 1,
        reset: 1,
        weakPasswords: 1,
        seconds: 12.3,
      },
      complaints: [],
    });
  });

  it('is a success with a reset alone', () => {
    const finding = aFinding({
      level: 'high',
      actions: [anAction({ do: 'force-reset' })],
      mailbox: { login: LOGIN, active: true, mustChange: true },
    });

    const { summary, complaints } = judge(whatHappened({ findings: [finding] }));

    expect(summary).toMatchObject({ found: 1, locked: 0, reset: 1 });
    expect(complaints).toEqual([]);
  });

  it('counts what a repeated job found done as done', () => {
    const unchanged = anAction({ status: 'unchanged', outcome: { code: 'unchanged', detail: '' } });

    const { summary } = judge(whatHappened({ findings: [aFinding({ actions: [unchanged] })] }));

    expect(summary).toMatchObject({ locked: 1, reset: 0 });
  });

  it.each([
    ['who was not found', { findings: [] }, /planted and was not found/],
    ['who was found too low', { findings: [aFinding({ level: 'medium' })] }, /was not found/],
    [
      'who was locked by somebody else',
      { findings: [aFinding({ actions: [] })] },
      /neither locked nor reset/,
    ],
    [
      'whose action was only observed',
      {
        findings: [
          aFinding({
            actions: [
              anAction({ status: 'unchanged', outcome: { code: 'observe-mode', detail: '' } }),
            ],
          }),
        ],
      },
      /neither locked nor reset/,
    ],
    [
      'who is unlocked again',
      { findings: [aFinding({ mailbox: { login: LOGIN, active: true, mustChange: false } })] },
      /neither locked nor reset/,
    ],
    [
      'of whom service and directory disagree',
      { findings: [aFinding({ directoryAgrees: false })] },
      /something else than the directory/,
    ],
    ['whose password was let pass', { passwords: [aPassword({ allowed: true })] }, /let pass/],
  ])('names %s', (_case, overrides, message) => {
    const { complaints } = judge(whatHappened(overrides));

    expect(complaints).toEqual([expect.stringMatching(message)]);
    expect(complaints[0]).toContain(LOGIN);
  });

  it.each([
    ['is high', aFinding({ login: 'usr9@company.co.in', level: 'high', actions: [] })],
    ['was acted on', aFinding({ login: 'usr9@company.co.in', level: 'low' })],
  ])('calls somebody else who %s a false alarm', (_case, finding) => {
    const { summary, complaints } = judge(whatHappened({ findings: [aFinding(), finding] }));

    expect(summary).toMatchObject({ found: 1, falseAlarms: 1 });
    expect(complaints).toEqual([expect.stringContaining('usr9@company.co.in is a false alarm')]);
  });

  it('fails on a broken audit log', () => {
    const { complaints } = judge(whatHappened({ isAuditLogWhole: false }));

    expect(complaints).toEqual(['The chain of the audit log is broken.']);
  });
});
