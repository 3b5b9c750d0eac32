import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/clock.js';
import { buildReport } from '../domain/build-report.js';
import { aMember, someReportFacts } from '../domain/report-facts.builder.js';
import { waveOf } from '../domain/second-wave.js';
import { IncidentReportView } from '../report.schemas.js';
import { EXAMPLE_REPORT } from './example-report.js';
import { reportHtml } from './report-html.js';
import { reportMarkdown } from './report-markdown.js';

const HOSTILE = `"><script>alert(1)</script>|\`\u202e${'x'.repeat(400)}@example.com`;

describe('the report of an incident', () => {
  it('answers ten questions', () => {
    const { questions } = buildReport(someReportFacts(31));

    expect(questions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(questions[3]?.answer).toBe('31 of 31 use ext1.example.com; 22 % of the others do.');
    expect(questions[5]?.answer).toMatch(/first signed in at .*, 30 min before the first message/);
    expect(questions[8]?.answer).toBe(
      '31 of 31 accounts of this incident were locked or got a new password.',
    );
  });

  it('is as its schema says, and so is the example', () => {
    const report = buildReport(someReportFacts(3));

    expect(IncidentReportView.parse(report)).toEqual(report);
    expect(IncidentReportView.parse(EXAMPLE_REPORT)).toEqual(EXAMPLE_REPORT);
  });

  it('says which passwords are weak, and where they can be read', () => {
    const members = ['guessed-password', 'cleartext-password', 'never-expires'].map((finding, n) =>
      aMember(n + 1, { findings: [{ finding, severity: 'high' }] }),
    );
    const { questions, passwords } = buildReport(someReportFacts(3, { members }));

    expect(passwords).toEqual({ audited: 3, weak: 1, storedInClear: 1 });
    expect(questions[2]).toMatchObject({
      answer: '1 password of 3 is weak by the last audit.',
      details: ['usr1@example.com (guessed-password)'],
    });
    expect(questions[4]?.answer).toMatch(/^Yes: of 1 account /);
  });

  it('names the end points after a second wave', () => {
    const remediatedAt = Date.UTC(2026, 5, 1, 13);
    const wave = waveOf({
      remediatedAt,
      watchMs: 7 * DAY_MS,
      logNow: remediatedAt + DAY_MS,
      uses: [
        {
          address: '192.0.2.8',
          network: '192.0.2.0/24',
          first: remediatedAt + 7e6,
          last: remediatedAt + 7e6,
        },
        {
          address: '20.0.13.1',
          network: '20.0.13.0/24',
          first: remediatedAt + 8e6,
          last: remediatedAt + 9e6,
        },
      ],
      failedTries: 2,
      campaignNetworks: new Set(['20.0.13.0/24']),
      ownNetworks: new Set(['192.0.2.0/24']),
    });
    const report = buildReport(someReportFacts(1, { members: [aMember(1, { wave })] }));

    expect(report.secondWave.state).toBe('recurred');
    expect(report.questions[6]?.details[0]).toContain('typed in at 192.0.2.8');
    expect(report.nextSteps.join(' ')).toContain('Clean the end points');
  });

  it('lets no hostile name into the page or the Markdown', () => {
    const members = [aMember(1, { login: HOSTILE, displayName: HOSTILE, evidence: [HOSTILE] })];
    const report = buildReport(someReportFacts(1, { members }));
    const page = reportHtml(report);

    expect(page).not.toMatch(/<script|onerror|\u202e/);
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('x'.repeat(200));
    expect(reportMarkdown(report)).not.toMatch(/[^\\]<script|[^\\]\|`|\u202e/);
  });

  it('needs nothing from outside, no script and no inline style', () => {
    const page = reportHtml(buildReport(someReportFacts(5)));

    expect(page).not.toMatch(
      /<(?:script|link|img|iframe|object)|style=|\son[a-z]+=|url\(|@import/i,
    );
    expect([...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url]) => url)).toEqual([
      'https://db-ip.com',
    ]);
  });

  it('stays small with five hundred accounts, and has every one of them', () => {
    const report = buildReport(someReportFacts(500));
    const page = reportHtml(report);

    expect(page.length).toBeLessThan(700_000);
    expect(page.match(/<td class="login">/g)).toHaveLength(500);
    expect(page.match(/<details>/g)).toHaveLength(9);
    expect(reportMarkdown(report).length).toBeLessThan(250_000);
  });
});
