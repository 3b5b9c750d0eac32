import { scientific } from '../domain/report-answers.js';
import { count, moment } from '../domain/report-words.js';
import type { IncidentReport } from '../domain/report.js';
import { markdown } from './shown.js';

/** The report as Markdown, for tickets and wikis. */
export function reportMarkdown(report: IncidentReport): string {
  const { incident } = report;
  return [
    `# Incident ${incident.number}: ${markdown(incident.title)}`,
    `Status **${incident.status}**, opened ${moment(incident.openedAt)}. Report of ${moment(report.madeAt)}.`,
    '## What to do next',
    report.nextSteps.map((step, index) => `${index + 1}. ${text(step)}`).join('\n') || 'Nothing.',
    '## Ten questions',
    ...report.questions.map(({ number, question, answer, details }) =>
      [
        `### ${number}. ${question}`,
        '',
        text(answer),
        ...(details.length > 0 ? ['', ...details.map((detail) => `- ${text(detail)}`)] : []),
      ].join('\n'),
    ),
    '## What the accounts share',
    table(
      ['Trait', 'Lift', 'p', 'q'],
      report.commonPoints.points.map((point) => [
        point.sentence,
        count(point.lift),
        scientific(point.pValue),
        scientific(point.qValue),
      ]),
    ),
    `## Accounts: ${count(report.accounts.length)}`,
    table(
      ['Account', 'Risk', 'First', 'Addresses', 'Countries', 'Messages', 'Done', 'Evidence'],
      report.accounts.map((account) => [
        account.login,
        `${account.score.toFixed(1)} ${account.level}`,
        moment(account.firstAt),
        count(account.addresses),
        count(account.countries.length),
        count(account.messages),
        [...new Set(account.actions)].join(', '),
        account.evidence[0] ?? '',
      ]),
    ),
    '## Countries',
    table(
      ['Country', 'Addresses', 'Sign-ins', 'Messages'],
      report.countries.map(({ country, addresses, signIns, messages }) => [
        country,
        count(addresses),
        count(signIns),
        count(messages),
      ]),
    ),
    '## Timeline',
    report.timeline.map(({ at, what }) => `- ${moment(at)}: ${text(what)}`).join('\n'),
    'IP geolocation by DB-IP (https://db-ip.com), CC BY 4.0, unless the operator uses another database.',
    '',
  ].join('\n\n');
}

/** A sentence of ours, longer than one name. */
function text(sentence: string): string {
  return (
    sentence
      .match(/[\s\S]{1,150}/gu)
      ?.map(markdown)
      .join('') ?? ''
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(titles.map(() => '---')),
    ...rows.map((cells) => line(cells.map(text))),
  ].join('\n');
}
