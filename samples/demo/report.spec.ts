import { describe, expect, it } from 'vitest';
import { aFinding, anAction } from './finding.builder.js';
import { nextSteps } from './next-steps.js';
import { paintFor } from '../../src/cli/screen/paint.js';
import { reportLines } from './report.js';
import type { DemoResult } from './run-demo.js';

const plain = paintFor({ write: () => undefined }, {});

function aResult(overrides: Partial<DemoResult> = {}): DemoResult {
  return {
    summary: {
      events: 5_800,
      planted: 1,
      found: 1,
      falseAlarms: 0,
      locked: 1,
      reset: 1,
      weakPasswords: 1,
      seconds: 11.5,
    },
    complaints: [],
    findings: [aFinding()],
    watched: [],
    accounts: 250,
    lines: 132_054,
    isRepeat: false,
    actions: [anAction()],
    passwords: [
      {
        login: 'usr1@company.co.in',
        allowed: false,
        score: 0,
        guessedIn: 'less than a second',
        reasons: ['Use at least 12 characters.', 'It is too easy to guess.'],
      },
    ],
    incident: {
      id: '019aad7c-6000-7b3c-9d4e-5f6071829304',
      number: 1,
      title: '31 accounts used from 1,367 addresses in 36 countries',
      accounts: 31,
      answers: [
        {
          number: 4,
          question: 'What do these accounts share, and the others not?',
          answer: '31 of 31 use ext1.company.co.in; 22 % of the others do.',
        },
      ],
      reportFile: '/tmp/demo/incident-report.html',
    },
    auditLog: { valid: true, entries: 129, headHash: 'a'.repeat(64) },
    ...overrides,
  };
}

describe("the demo's report", () => {
  it('says who is compromised, since when, from where, and what the directory says now', () => {
    const lines = reportLines(aResult(), plain);

    expect(lines).toContain('Compromised: 1 accounts, since 11:50:00 IST');
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {2}usr1 +Belora Tamik +11:50:00 +12:10:00 +3 +2 +97\.1 critical +reset, locked$/,
      ),
    );
    expect(lines).toContain('Audit log: 129 entries, the chain is whole');
  });

  it('answers the questions of the case, and says where the report is', () => {
    const lines = reportLines(aResult(), plain);

    expect(lines).toContain('Incident 1: 31 accounts used from 1,367 addresses in 36 countries');
    expect(lines).toContain('       31 of 31 use ext1.company.co.in; 22 % of the others do.');
    expect(lines).toContain('  The report, for a browser: /tmp/demo/incident-report.html');
  });

  it('says it when all of it was sent before', () => {
    const text = reportLines(aResult({ isRepeat: true }), plain).join('\n');

    expect(text).toContain('All of it had been sent before');
  });

  it('says what is missing', () => {
    const complaints = ['usr2@company.co.in is planted and was not found.'];

    expect(reportLines(aResult({ complaints }), plain).at(-1)).toBe(`- ${complaints[0]}`);
  });

  it('fits 100 columns whatever is in it', () => {
    const long = 'x'.repeat(200);
    const lines = [
      ...reportLines(
        aResult({
          findings: [aFinding({ login: long, displayName: long, servers: [long] })],
          actions: [anAction({ outcome: { code: 'applied', detail: long } })],
          complaints: [long],
        }),
        plain,
      ),
      ...nextSteps(
        { dataDir: '/tmp/demo', keyInShell: '$(cat /tmp/demo/demo-api-key)', isKeyReplaced: true },
        plain,
      ),
    ];

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('has colours on a terminal alone, and none where they are not wanted', () => {
    const terminal = { isTTY: true, write: () => undefined };

    expect(paintFor(terminal, {}).red('x')).toBe('\u001B[31mx\u001B[39m');
    expect(paintFor(terminal, { NO_COLOR: '1' }).red('x')).toBe('x');
    expect(plain.red('x')).toBe('x');
  });
});
