import { earliest, type Finding, sinceOf } from './findings.js';
import type { Paint } from '../../src/cli/screen/paint.js';
import type { DemoResult } from './run-demo.js';
import { isLocked, isReset } from './summary.js';
import { count, distinct } from '../../src/cli/screen/counting.js';
import { tableLines, wrapped } from '../../src/cli/screen/table.js';

const WIDTH = 100;
const MOST_WATCHED = 5;
const MOST_COMPLAINTS = 20;
const TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Kolkata',
  timeStyle: 'medium',
});

/** What the postmaster reads; no line of it is longer than 100 characters. */
export function reportLines(result: DemoResult, paint: Paint): readonly string[] {
  return [
    ...overview(result, paint),
    ...compromised(result, paint),
    ...incident(result, paint),
    ...watched(result, paint),
    ...jobs(result, paint),
    ...passwords(result, paint),
    ...auditLog(result, paint),
    ...verdict(result, paint),
  ];
}

function overview({ accounts, lines, summary, isRepeat }: DemoResult, paint: Paint) {
  return [
    '',
    paint.bold('company.co.in, 28 May 2010, 11:44 to 16:35 IST'),
    `${count(accounts)} accounts, ${count(lines)} lines of MailScan log, ${count(summary.events)} events.`,
    ...(isRepeat
      ? ['All of it had been sent before: nothing was counted or done a second time.']
      : []),
  ];
}

function compromised({ findings }: DemoResult, paint: Paint): readonly string[] {
  if (findings.length === 0) return section('No account is compromised', [], paint);
  const addresses = distinct(findings.flatMap((finding) => finding.addresses)).length;
  const countries = distinct(findings.flatMap((finding) => finding.countries)).length;
  const servers = distinct(findings.flatMap((finding) => finding.servers));
  const since = earliest(findings.flatMap((finding) => sinceOf(finding) ?? []));
  const places = countries > 0 ? ` in ${countries} countries` : '';
  const shared = servers.length === 1 ? ` All of them sign in at ${servers[0]}.` : '';
  return section(
    `Compromised: ${findings.length} accounts, since ${clock(since)} IST`,
    [
      ...wrapped(`Signed in from ${count(addresses)} addresses${places}.${shared}`, WIDTH - 2),
      'Since: the first sign-in from abroad, or the first signal if that was earlier.',
      ...tableLines(
        [
          { title: 'Account', most: 11 },
          { title: 'Name', most: 16 },
          { title: 'Since' },
          { title: 'Signal' },
          { title: 'Addresses', align: 'right' },
          { title: 'Countries', align: 'right' },
          { title: 'Risk', align: 'right', style: paint.red },
          { title: 'Directory' },
        ],
        findings.map((finding) => [
          finding.login.split('@', 1)[0] ?? '',
          finding.displayName,
          clock(sinceOf(finding)),
          clock(finding.firstSignalAt),
          count(finding.addresses.length),
          finding.countries.length > 0 ? count(finding.countries.length) : '-',
          `${finding.score.toFixed(1)} ${finding.level}`,
          directoryWords(finding),
        ]),
        WIDTH - 2,
      ),
    ],
    paint,
  );
}

function incident({ incident: made }: DemoResult, paint: Paint): readonly string[] {
  if (!made) return [];
  return section(
    `Incident ${made.number}: ${made.title}`,
    [
      ...made.answers.flatMap(({ number, question, answer }) => [
        ...wrapped(`${number}. ${question}`, WIDTH - 2),
        ...wrapped(answer, WIDTH - 7).map((line) => paint.dim(`     ${line}`)),
      ]),
      ...wrapped(`The report, for a browser: ${made.reportFile}`, WIDTH - 2),
    ],
    paint,
  );
}

function watched({ watched: accounts }: DemoResult, paint: Paint): readonly string[] {
  if (accounts.length === 0) return [];
  const names = accounts
    .slice(0, MOST_WATCHED)
    .map(({ login, score }) => `${login.split('@', 1)[0] ?? ''} (${score.toFixed(1)})`);
  const more = accounts.length > MOST_WATCHED ? ` and ${accounts.length - MOST_WATCHED} more` : '';
  return section(
    `Worth a look, and left alone: ${accounts.length} at level medium`,
    wrapped(`${names.join(', ')}${more}`, WIDTH - 2),
    paint,
  );
}

function jobs({ actions }: DemoResult, paint: Paint): readonly string[] {
  const kinds = distinct(actions.map(({ do: did, status }) => `${did} ${status}`)).toSorted();
  const rows = kinds.map((kind) => {
    const [did = '', status = ''] = kind.split(' ');
    const some = actions.filter((action) => action.do === did && action.status === status);
    return [did, status, count(some.length), some[0]?.outcome?.detail ?? ''];
  });
  const columns = [
    { title: 'Job' },
    { title: 'Status' },
    { title: 'Count', align: 'right' as const },
    { title: 'Outcome' },
  ];
  return section(`Jobs: ${actions.length}`, tableLines(columns, rows, WIDTH - 2), paint);
}

function passwords({ passwords: checks }: DemoResult, paint: Paint): readonly string[] {
  const weak = checks.filter(({ allowed }) => !allowed).length;
  return section(
    `Weak passwords: ${weak} of the ${checks.length} that were checked`,
    checks.flatMap(({ login, allowed, score, guessedIn, reasons }) => [
      `${login}: ${allowed ? 'let pass' : paint.red('refused')}, strength ${score} of 4, guessed off line in ${guessedIn}`,
      ...wrapped(reasons.join(' '), WIDTH - 6).map((line) => paint.dim(`    ${line}`)),
    ]),
    paint,
  );
}

function auditLog({ auditLog: { valid, entries, headHash } }: DemoResult, paint: Paint) {
  const state = valid ? paint.green('the chain is whole') : paint.red('THE CHAIN IS BROKEN');
  return section(`Audit log: ${count(entries)} entries, ${state}`, [`Head ${headHash}`], paint);
}

function verdict({ summary, complaints }: DemoResult, paint: Paint): readonly string[] {
  const { found, planted, falseAlarms, locked, reset, seconds } = summary;
  const words = `${found} of ${planted} planted accounts found, ${falseAlarms} false alarms, ${reset} reset, ${locked} locked, in ${seconds} s`;
  if (complaints.length === 0) return ['', paint.green(paint.bold(words))];
  return ['', paint.red(paint.bold(words)), ...complaintLines(complaints)];
}

/** What is missing, one a line; a long list is cut. */
export function complaintLines(complaints: readonly string[]): readonly string[] {
  const more = complaints.length - MOST_COMPLAINTS;
  return [
    ...complaints.slice(0, MOST_COMPLAINTS).flatMap((text) => wrapped(`- ${text}`, WIDTH)),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

function directoryWords(finding: Finding): string {
  const { mailbox, directoryAgrees } = finding;
  if (!mailbox) return 'has no such account';
  const words = [
    ...(isReset(finding) ? ['reset'] : []),
    ...(isLocked(finding) ? ['locked'] : []),
  ].join(', ');
  const left = mailbox.active ? 'active' : 'inactive';
  return `${words || left}${directoryAgrees ? '' : ' (the service says otherwise)'}`;
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return ['', paint.bold(title), ...lines.map((line) => `  ${line}`)];
}

function clock(moment: string | undefined): string {
  return moment === undefined ? '-' : TIME.format(new Date(moment));
}
