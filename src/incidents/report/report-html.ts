import { count, moment } from '../domain/report-words.js';
import { scientific } from '../domain/report-answers.js';
import type { IncidentReport, ReportAccount } from '../domain/report.js';
import { barsSvg, mapSvg } from './charts.js';
import { REPORT_STYLE } from './report-style.js';
import { html } from './shown.js';

const ACCOUNTS_AT_ONCE = 50;
const MOST_COUNTRIES = 15;

/** The report as one page that needs nothing from outside and runs no script. */
export function reportHtml(report: IncidentReport): string {
  const { incident } = report;
  const title = `Incident ${incident.number}: ${incident.title}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header>
<p class="soft">Authwarden · incident ${incident.number} · report of ${moment(report.madeAt)}</p>
<h1>${html(incident.title)}</h1>
<p><span class="status ${incident.status}">${incident.status}</span> <span class="soft">opened ${moment(incident.openedAt)}${incident.closedAt === null ? '' : `, closed ${moment(incident.closedAt)}`}</span></p>
</header>
<main>
${tiles(report)}
${section('What to do next', list(report.nextSteps, 'ol'))}
${section('Ten questions', questions(report))}
${section('Where from', places(report))}
${section('When', charts(report))}
${section('What the accounts share', commonPoints(report))}
${section(`Accounts: ${count(report.accounts.length)}`, accounts(report.accounts))}
${report.alsoTouched.length === 0 ? '' : section('Also used from these addresses, and not in the incident', touched(report))}
${section('Timeline', timeline(report))}
</main>
<footer><p>IP geolocation by DB-IP (<a href="https://db-ip.com">https://db-ip.com</a>), CC BY 4.0, unless the operator uses another database. Map made with Natural Earth.</p></footer>
</body>
</html>
`;
}

function section(title: string, body: string): string {
  return `<section><h2>${html(title)}</h2>${body}</section>`;
}

function list(items: readonly string[], tag: 'ol' | 'ul'): string {
  if (items.length === 0) return '<p>Nothing.</p>';
  return `<${tag}>${items.map((item) => `<li>${long(item)}</li>`).join('')}</${tag}>`;
}

/** A sentence of ours, which may hold several logins: each is bounded already. */
function long(text: string): string {
  return (
    text
      .match(/[\s\S]{1,150}/gu)
      ?.map(html)
      .join('') ?? ''
  );
}

function tiles({ incident, leadWindow, secondWave, actions }: IncidentReport): string {
  const applied = actions
    .filter(({ status }) => status === 'applied')
    .reduce((sum, action) => sum + action.count, 0);
  const tile = (value: string, name: string) =>
    `<div><b>${html(value)}</b><span>${html(name)}</span></div>`;
  return `<div class="tiles">${[
    tile(count(incident.accounts), 'accounts'),
    tile(count(incident.addresses), 'addresses'),
    tile(count(incident.countries.length), 'countries'),
    tile(count(incident.messages), 'messages relayed'),
    tile(count(incident.recipients), 'recipients'),
    tile(
      leadWindow.minutes === null ? 'no mail' : `${count(leadWindow.minutes)} min`,
      'lead before the first abuse',
    ),
    tile(count(applied), 'actions applied'),
    tile(secondWave.state, 'second wave'),
  ].join('')}</div>`;
}

function questions({ questions: answers }: IncidentReport): string {
  const items = answers.map(
    ({ number, question, answer, details }) =>
      `<li><span class="number">${number}</span><h3>${html(question)}</h3><div class="reply"><p>${long(answer)}</p>${details.length > 0 ? list(details, 'ul') : ''}</div></li>`,
  );
  return `<ol class="questions">${items.join('')}</ol>`;
}

function places({ places: spots, countries }: IncidentReport): string {
  const map =
    spots.length === 0
      ? '<p>No geolocation knows these addresses.</p>'
      : `<figure><figcaption>Places that the intruders came from; the area is the number of addresses.</figcaption>${mapSvg(spots)}</figure>`;
  const rows = countries
    .slice(0, MOST_COUNTRIES)
    .map((of) => [
      textCell(of.country),
      numberCell(of.addresses),
      numberCell(of.signIns),
      numberCell(of.messages),
    ]);
  const more = countries.length - rows.length;
  return `${map}${table(['Country', '#Addresses', '#Sign-ins', '#Messages'], rows)}${more > 0 ? `<p class="soft">and ${count(more)} more countries</p>` : ''}`;
}

function charts({ series, incident, leadWindow }: IncidentReport): string {
  const span = {
    from: Date.parse(incident.firstSignInAt),
    to: Date.parse(incident.lastActivityAt),
  };
  const addresses = `Addresses a minute${series.binMinutes > 1 ? `; a bar is the busiest minute of ${count(series.binMinutes)}` : ''}`;
  const messages = `Messages an hour${series.binHours > 1 ? `; a bar is the mean of ${count(series.binHours)} hours` : ''}`;
  return `<p>${long(leadWindow.sentence)}</p>
<figure><figcaption>${addresses}</figcaption>${barsSvg(series.addressesAMinute, { ...span, label: addresses, binMinutes: series.binMinutes })}</figure>
<figure><figcaption>${messages}</figcaption>${barsSvg(series.messagesAnHour, { ...span, label: messages, binMinutes: 60 * series.binHours })}</figure>`;
}

function commonPoints({ commonPoints: found }: IncidentReport): string {
  const compared = `Compared with ${count(found.others)} other accounts${found.isSample ? ' (a sample)' : ''} in ${count(found.tested)} traits; Fisher's exact test, adjusted after Benjamini and Hochberg.`;
  if (found.points.length === 0)
    return `<p>Nothing that stands out.</p><p class="soft">${compared}</p>`;
  const rows = found.points.map((point) => [
    textCell(point.sentence),
    numberCell(point.lift),
    `<td class="n">${scientific(point.pValue)}</td>`,
    `<td class="n">${scientific(point.qValue)}</td>`,
  ]);
  return `${table(['Trait', '#Lift', '#p', '#q'], rows)}<p class="soft">${compared}</p>`;
}

function accounts(all: readonly ReportAccount[]): string {
  const parts: string[] = [];
  for (let start = 0; start < all.length; start += ACCOUNTS_AT_ONCE) {
    const some = all.slice(start, start + ACCOUNTS_AT_ONCE);
    const body = `<div class="scroll"><table class="accounts">${heading(ACCOUNT_TITLES)}${some.map(accountRows).join('')}</table></div>`;
    parts.push(
      start === 0
        ? body
        : `<details><summary>Accounts ${count(start + 1)} to ${count(start + some.length)} of ${count(all.length)}</summary>${body}</details>`,
    );
  }
  const note =
    all.length > ACCOUNTS_AT_ONCE
      ? `<p class="soft">The first ${ACCOUNTS_AT_ONCE} to be misused of ${count(all.length)}; the others are folded below; on paper only those that are unfolded appear.</p>`
      : '';
  return note + parts.join('');
}

const ACCOUNT_TITLES = [
  'Account',
  '#Risk',
  'First',
  'First mail',
  '#Addresses',
  '#Countries',
  '#Messages',
  '#Recipients',
  'Done',
  'Second wave',
] as const;

/** The figures, and below them the evidence. */
function accountRows(account: ReportAccount): string {
  const findings = account.findings.map((finding) => `Password: ${finding}.`);
  const evidence = [...account.evidence, ...findings].map((line) => `<li>${html(line)}</li>`);
  const cells = [
    `<td class="login"><b>${html(account.login)}</b>${account.displayName === null ? '' : `<br><small>${html(account.displayName)}</small>`}</td>`,
    `<td class="n ${html(account.level)}">${account.score.toFixed(1)}</td>`,
    minuteCell(account.firstAt),
    account.firstMessageAt === null ? '<td>-</td>' : minuteCell(account.firstMessageAt),
    numberCell(account.addresses),
    numberCell(account.countries.length),
    numberCell(account.messages),
    numberCell(account.recipients),
    `<td class="done">${[...new Set(account.actions)].map(html).join('<br>') || 'nothing'}</td>`,
    `<td class="${account.secondWave}">${account.secondWave}</td>`,
  ];
  return `<tbody><tr>${cells.join('')}</tr><tr><td class="evidence" colspan="${ACCOUNT_TITLES.length}"><ul>${evidence.join('')}</ul></td></tr></tbody>`;
}

function touched({ alsoTouched }: IncidentReport): string {
  return table(
    ['Account', '#Addresses', 'First'],
    alsoTouched.map(({ login, addresses, firstAt }) => [
      textCell(login),
      numberCell(addresses),
      timeCell(firstAt),
    ]),
  );
}

function timeline({ timeline: entries }: IncidentReport): string {
  const part = (clock: 'log' | 'service', title: string) =>
    table(
      [title, ''],
      entries
        .filter((entry) => entry.clock === clock)
        .map(({ at, what }) => [timeCell(at), textCell(what)]),
    );
  return part('log', "By the servers' logs") + part('service', "By Authwarden's clock");
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="scroll"><table>${heading(titles)}<tbody>${rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('')}</tbody></table></div>`;
}

/** A title that begins with # is of a column of numbers. */
function heading(titles: readonly string[]): string {
  const cells = titles.map((title) =>
    title.startsWith('#')
      ? `<th class="n">${html(title.slice(1))}</th>`
      : `<th>${html(title)}</th>`,
  );
  return `<thead><tr>${cells.join('')}</tr></thead>`;
}

function textCell(value: string): string {
  return `<td>${long(value)}</td>`;
}

function numberCell(value: number): string {
  return `<td class="n">${count(value)}</td>`;
}

function timeCell(at: string): string {
  return `<td class="t">${moment(at).replace(' UTC', '')}</td>`;
}

function minuteCell(at: string): string {
  return `<td class="t">${moment(at).slice(0, 16)}</td>`;
}
