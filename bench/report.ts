import { availableParallelism } from 'node:os';
import type { Figures } from './figures.js';
import { type NumericFigure, TARGETS, isMet } from './targets.js';

const ROWS: readonly (readonly [NumericFigure, string])[] = [
  ['uploadLinesPerSecond', 'lines/s of one long log, the first thing sent'],
  ['uploadPeakMemoryMegabytes', '  peak memory of the service until then, MB'],
  ['batchEventsPerSecond', 'events/s by POST /v1/events, batches of 5,000'],
  ['batchEventsPerSecondOneInFlight', '  with one batch in flight'],
  ['batchEventsPerSecondEightInFlight', '  with eight batches in flight'],
  ['rawCopyRowsPerSecond', 'rows/s by raw COPY of the same events'],
  ['ratioToRawCopy', 'events/s : rows/s'],
  ['postfixLinesPerSecond', 'Postfix lines/s by POST /v1/logs'],
  ['dovecotLinesPerSecond', 'Dovecot lines/s by POST /v1/logs'],
  ['singleEventsPerSecond', 'single events/s by POST /v1/events'],
  ['singleP50Milliseconds', '  half of them within, ms'],
  ['singleP99Milliseconds', '  99 of 100 within, ms'],
  ['peakMemoryMegabytes', 'peak memory of the service over the whole run, MB'],
];

/** The figures as a table with their targets, and how to read it. */
export function table(figures: Figures): string {
  const lines = ROWS.map(([figure, label]) => {
    const target = TARGETS.find((candidate) => candidate.figure === figure);
    const wanted = target ? `${target.bound} ${shown(target.value)}` : '';
    const verdict = target ? { true: 'met', false: 'MISSED' }[String(isMet(target, figures))] : '';
    return `${label.padEnd(48)}${shown(figures[figure]).padStart(10)}  ${wanted.padEnd(16)} ${verdict ?? 'not measured'}`;
  });
  return [
    `${'figure'.padEnd(48)}${'measured'.padStart(10)}  target`,
    ...lines,
    '',
    explanation(figures),
  ].join('\n');
}

/** One line of JSON: every figure, its targets, and what it was measured on. */
export function json(figures: Figures, { isQuick }: { readonly isQuick: boolean }): string {
  const targets = Object.fromEntries(
    TARGETS.map((target) => [
      target.figure,
      {
        [target.bound === 'at least' ? 'atLeast' : 'atMost']: target.value,
        met: isMet(target, figures) ?? null,
      },
    ]),
  );
  const machine = { cores: availableParallelism(), node: process.version };
  return JSON.stringify({ ...figures, targets, ...machine, quick: isQuick }, rounded);
}

function explanation(figures: Figures): string {
  const { eventsStored, signals, rawCopyBy, runSeconds } = figures;
  return [
    `${shown(eventsStored)} events were accepted, and the database holds as many; they raised ${shown(signals)} signals.`,
    'An event counts once it is parsed, scored and committed, with its account’s state and signals.',
    'Rates are wall-clock; this program, the service and PostgreSQL (fsync on) share the machine,',
    'so compare the ratio between machines rather than the rates. Several days are medians.',
    `Raw COPY was run by ${rawCopyBy} on a copy of the event table with its indexes: what PostgreSQL`,
    'alone can store on one connection, with nothing parsed, checked or scored.',
    `Postfix told ${figures.postfixEventsPerLine.toFixed(2)} events a line, Dovecot ${figures.dovecotEventsPerLine.toFixed(2)}. The run took ${shown(runSeconds)} s on ${availableParallelism()} cores.`,
  ].join('\n');
}

function shown(value: number | null): string {
  if (value === null) return '-';
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en-US');
}

/** Three decimals are more than any figure is worth. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}
