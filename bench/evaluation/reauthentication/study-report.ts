import { SIGN_INS, type ReauthenticationStudy, type StudyRow } from './study.js';

/** What a study found, as JSON has it. */
export interface StudyFigures {
  /** Which data it is. */
  readonly data: string;
  readonly accounts: number;
  readonly attacks: Readonly<Record<string, number>>;
  readonly rows: readonly StudyRow[];
}

export function figuresOf(data: string, study: ReauthenticationStudy): StudyFigures {
  return { data, ...study.size(), rows: study.table() };
}

/** The table of Wiefling et al. 2022, in Markdown. */
export function studyTable({ data, accounts, attacks, rows }: StudyFigures): string {
  const head = ['attacker', 'stopped', ...SIGN_INS.map((count) => `n=${count}`), 'rate at n=12'];
  const body = rows.map(({ attacker, share, medians, rateAt12 }) => [
    attacker,
    share.toFixed(4),
    ...medians.map((value) => (value === null ? '-' : String(value))),
    rateAt12 === null ? '-' : rateAt12.toFixed(2),
  ]);
  const attacked = Object.entries(attacks).map(([attacker, count]) => `${attacker} ${count}`);
  return [
    `Re-authentications that honest accounts are asked for in their first n sign-ins (median), on ${data}.`,
    '',
    ...[head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `${accounts} accounts; attacks scored: ${attacked.join(', ')}.`,
  ].join('\n');
}
