import type { Figures } from './figures.js';

/** What a figure should be, on two cores. */
export interface Target {
  readonly figure: NumericFigure;
  readonly bound: 'at least' | 'at most';
  readonly value: number;
}

/** Figures that are one number. */
export type NumericFigure = {
  [Name in keyof Figures]: Figures[Name] extends number | null ? Name : never;
}[keyof Figures];

/** Which service this wants to be: a fast one on a small machine. */
export const TARGETS: readonly Target[] = [
  { figure: 'batchEventsPerSecond', bound: 'at least', value: 30_000 },
  { figure: 'ratioToRawCopy', bound: 'at least', value: 0.25 },
  { figure: 'postfixLinesPerSecond', bound: 'at least', value: 25_000 },
  { figure: 'dovecotLinesPerSecond', bound: 'at least', value: 25_000 },
  { figure: 'singleEventsPerSecond', bound: 'at least', value: 3_000 },
  { figure: 'uploadPeakMemoryMegabytes', bound: 'at most', value: 500 },
];

/** Whether the figure is where it should be; undefined when it couldn't be measured. */
export function isMet({ figure, bound, value }: Target, figures: Figures): boolean | undefined {
  const measured = figures[figure];
  if (measured === null) return undefined;
  return bound === 'at least' ? measured >= value : measured <= value;
}
