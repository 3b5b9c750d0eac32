import { findingKind } from '../findings/catalogue.js';
import { SEVERITIES, type Severity } from '../findings/severity.js';
import { evidenceText } from './csv.js';
import { REPORT_STYLE } from './report-style.js';
import type { AuditReport, ReportFinding } from './report.js';
import { type Bar, bars, escapedText, lines } from './svg.js';

const AGES = [
  'under 90 days',
  '90 days to a year',
  '1 to 2 years',
  '2 to 5 years',
  'over 5 years',
  'unknown',
];
const AGE_TONES = ['good', 'good', 'low', 'medium', 'high', 'plain'];
const SCORE_TONES = ['critical', 'critical', 'high', 'medium', 'good'];
const GRADE_TONES: Readonly<Record<string, string>> = {
  cleartext: 'critical',
  weak: 'high',
  dated: 'medium',
  strong: 'good',
};
const GROUPS_SHOWN = 12;

/** Everything up to the list of findings: figures and plots. */
export function reportHead(report: AuditReport): string {
  const { summary, isAnonymous, policy, finishedAt } = report;
  const title = isAnonymous ? 'Password audit, anonymised' : 'Password audit';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${REPORT_STYLE}</style></head><body><main>
<h1>${title}</h1>
<p class="soft">${escapedText(report.source)} · judged by <code>${escapedText(policy)}</code> · ${escapedText((finishedAt ?? report.requestedAt).slice(0, 16).replace('T', ' '))} UTC</p>
<div class="tiles">${tiles(report).join('')}</div>
${section('Findings', findingBars(report))}
${section('Passwords that were guessed, by zxcvbn’s score', scoreBars(report), 'What could not be guessed has no score: its strength isn’t known.')}
${section('How passwords are stored', schemeBars(report))}
${coverageTable(report)}
${section('Age of the passwords', ageBars(report))}
${section('Findings by unit', unitBars(report))}
${section('Accounts that share a password', groupBars(report), summary.sharedGroups.length > GROUPS_SHOWN ? `${summary.sharedGroups.length} groups; the largest are shown.` : undefined)}
${trend(report)}
<h2>Accounts</h2><table><tr><th>Account</th><th>Finding</th><th>Severity</th><th>Evidence</th><th>What to do</th></tr>
`;
}

/** One row of the list. */
export function reportRow(row: ReportFinding): string {
  const kind = findingKind(row.finding);
  const who =
    row.mail !== null && row.mail !== row.login
      ? `${escapedText(row.login)}<br><span class="soft">${escapedText(row.mail)}</span>`
      : escapedText(row.login);
  return `<tr><td class="name">${who}</td><td>${escapedText(kind?.title ?? row.finding)}</td><td>${badge(row.severity)}</td><td>${escapedText(evidenceText(row.evidence))}</td><td>${escapedText(kind?.fix ?? '')}</td></tr>
`;
}

/** @param left findings that the list has no room for */
export function reportFoot(left: number): string {
  const more =
    left > 0 ? `<p class="soft">${left.toLocaleString('en')} more are in the CSV.</p>` : '';
  return `</table>${more}<footer>No password, and no part of one, is kept or shown. A finding names what was tried, not what was found.</footer></main></body></html>
`;
}

function tiles({ summary }: AuditReport): readonly string[] {
  const tested = summary.coverage
    .filter(({ coverage }) => coverage === 'tested')
    .reduce((sum, { accounts }) => sum + accounts, 0);
  const figures: readonly (readonly [number, string])[] = [
    [summary.accounts, 'accounts looked at'],
    [tested, 'passwords tested'],
    [summary.guessed, 'passwords guessed'],
    [summary.withFindings, 'accounts with findings'],
    [summary.severities['critical'] ?? 0, 'critical findings'],
    [summary.sharedGroups.length, 'groups that share one'],
  ];
  return figures.map(
    ([value, label]) =>
      `<div class="tile"><b>${value.toLocaleString('en')}</b><span>${label}</span></div>`,
  );
}

function section(title: string, plot: string, note?: string): string {
  const said = note === undefined ? '' : `<p class="soft">${escapedText(note)}</p>`;
  return `<h2>${title}</h2><div class="panel">${plot}</div>${said}`;
}

function plotOf(title: string, rows: readonly Bar[]): string {
  return rows.length === 0 ? '<p class="soft">None.</p>' : bars(title, rows);
}

function findingBars({ summary }: AuditReport): string {
  const rank = (id: string) => SEVERITIES.indexOf(findingKind(id)?.severity ?? 'info');
  const rows = Object.entries(summary.findings)
    .toSorted(([a, countA], [b, countB]) => rank(b) - rank(a) || countB - countA)
    .map(([id, value]) => ({ label: id, value, tone: findingKind(id)?.severity ?? 'plain' }));
  return plotOf('Findings by kind', rows);
}

function scoreBars({ summary }: AuditReport): string {
  const rows = SCORE_TONES.map((tone, score) => ({
    label: `score ${score}`,
    value: summary.scores[score] ?? 0,
    tone,
  }));
  return summary.guessed === 0
    ? '<p class="soft">None was guessed.</p>'
    : plotOf('Guessed passwords by score', rows);
}

function schemeBars({ summary }: AuditReport): string {
  const schemes = new Map<string, { value: number; grade: string | null }>();
  for (const { scheme, grade, accounts } of summary.coverage)
    schemes.set(scheme, {
      value: (schemes.get(scheme)?.value ?? 0) + accounts,
      grade: grade ?? schemes.get(scheme)?.grade ?? null,
    });
  const rows = Array.from(schemes, ([label, { value, grade }]) => ({
    label,
    value,
    tone: GRADE_TONES[grade ?? ''] ?? 'plain',
    ...(grade === null ? {} : { note: grade }),
  }));
  return plotOf('Accounts by scheme', rows);
}

function coverageTable({ summary }: AuditReport): string {
  const rows = summary.coverage.map(
    (row) =>
      `<tr><td>${escapedText(row.scheme)}</td><td>${escapedText(row.coverage)}</td><td class="n">${row.accounts.toLocaleString('en')}</td><td class="n">${row.guessed.toLocaleString('en')}</td><td class="n">${row.triesPerAccount.toLocaleString('en')}</td><td class="n">${row.untriedPerAccount.toLocaleString('en')}</td><td class="n">${row.millisecondsPerAccount.toLocaleString('en')} ms</td></tr>`,
  );
  const breach =
    summary.breachList === 'none'
      ? 'There was no breach list to look hashes up in.'
      : 'Hashes without salt, and guessed passwords, were looked up in the breach list.';
  const { leftOut = 0 } = summary;
  const inactive =
    leftOut === 0 ? '' : `${leftOut.toLocaleString('en')} more that cannot sign in were left out. `;
  return `<h2>What was tested, and what was not</h2><table><tr><th>Scheme</th><th></th><th class="n">Accounts</th><th class="n">Guessed</th><th class="n">Guesses each</th><th class="n">Not tried</th><th class="n">Time each</th></tr>${rows.join('')}</table><p class="soft">${inactive}${breach} A slow scheme leaves time for few guesses: that nothing was found there says little.</p>`;
}

function ageBars({ summary }: AuditReport): string {
  const rows = AGES.map((label, index) => ({
    label,
    value: summary.ages[label] ?? 0,
    tone: AGE_TONES[index] ?? 'plain',
  }));
  return plotOf(
    'Passwords by age',
    rows.filter(({ value }) => value > 0),
  );
}

function unitBars({ summary }: AuditReport): string {
  const rows = summary.units.filter(({ withFindings }) => withFindings > 0);
  return plotOf(
    'Accounts with findings by unit',
    rows.map(({ unit, accounts, withFindings }) => ({
      label: unit,
      value: withFindings,
      tone: 'medium',
      note: `of ${accounts.toLocaleString('en')}`,
    })),
  );
}

function groupBars({ summary }: AuditReport): string {
  const rows = summary.sharedGroups.slice(0, GROUPS_SHOWN).map((value, index) => ({
    label: `group ${index + 1}`,
    value,
    tone: 'high',
    note: 'accounts',
  }));
  return plotOf('Accounts that share a password', rows);
}

function trend({ history }: AuditReport): string {
  if (history.length < 2) return '';
  const plot = lines(
    'Findings over time',
    history.map(({ at }) => at.slice(0, 10)),
    [
      {
        label: 'with findings',
        tone: 'plain',
        values: history.map(({ summary }) => summary.withFindings),
      },
      { label: 'guessed', tone: 'high', values: history.map(({ summary }) => summary.guessed) },
      {
        label: 'critical',
        tone: 'critical',
        values: history.map(({ summary }) => summary.severities['critical'] ?? 0),
      },
    ],
  );
  return section('Over time', plot, `${history.length} audits of the same source.`);
}

function badge(severity: Severity): string {
  return `<span class="badge ${severity}">${severity}</span>`;
}
