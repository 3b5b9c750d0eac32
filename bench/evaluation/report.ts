import { ATTACKS } from '../simulation/act.js';
import { AUTHWARDEN, type Evaluation } from './run-evaluation.js';
import { verdictsOn, type Verdict } from './targets.js';
import type { AttackFigures } from './judge.js';
import { studyTable } from './reauthentication/study-report.js';

/** The figures as a table in Markdown, one row for each product. */
export function table(evaluation: Evaluation): string {
  const products = Object.values(evaluation.products);
  const attacks = ATTACKS.filter((attack) => products[0]?.attacks[attack] !== undefined);
  const rows = products.map(({ title, falseAlarmsPer1000AccountDays, attacks: figures }) => [
    title,
    falseAlarmsPer1000AccountDays.toFixed(3),
    ...attacks.map((attack) => cell(figures[attack])),
  ]);
  const episodes = attacks.map(
    (attack) => `${attack} (${products[0]?.attacks[attack]?.episodes ?? 0})`,
  );
  const head = ['product', 'false alarms per 1,000 accounts a day', ...episodes];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    explanation(evaluation),
    '',
    ...verdicts(evaluation).map(
      ({ target, measured, bound, value, met }) =>
        `${met ? 'met' : 'MISSED'}: ${target} ${measured?.toFixed(3) ?? 'not measured'}, ${bound} ${value}`,
    ),
    '',
    studyTable(evaluation.reauthentication),
  ].join('\n');
}

/** One line of JSON: every figure, rounded to what it is worth, and Authwarden's targets. */
export function json(evaluation: Evaluation): string {
  return JSON.stringify({ ...evaluation, targets: verdicts(evaluation) }, rounded);
}

function verdicts({ products }: Evaluation): readonly Verdict[] {
  const own = products[AUTHWARDEN];
  return own === undefined ? [] : verdictsOn(own);
}

function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value;
}

/** Recall, and the medians of sign-ins and messages until then. */
function cell(figures: AttackFigures | undefined): string {
  if (figures === undefined) return '-';
  const { recall, medianSignInsUntilDetection, medianMessagesUntilDetection } = figures;
  const until =
    medianSignInsUntilDetection === null
      ? ''
      : `, ${medianSignInsUntilDetection}/${medianMessagesUntilDetection ?? 0}`;
  return `${recall.toFixed(2)}${until}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function explanation({
  order,
  country,
  lines,
  events,
  signals,
  accountDays,
  runSeconds,
}: Evaluation): string {
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    `Seed ${order.seed}: ${count(order.accounts)} accounts in ${country} over ${order.days} days, ${count(lines)} log lines, ${count(events)} events, ${count(signals)} signals.`,
    'A cell is recall, then the medians of sign-ins / messages of the attacker until detection; in',
    'brackets the number of accounts attacked. A false alarm is about an account that nobody else',
    `used, with none in the 24 hours before; ${count(accountDays)} account days. The run took ${Math.round(runSeconds)} s.`,
  ].join('\n');
}
