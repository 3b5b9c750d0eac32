import type { Attack } from '../simulation/act.js';
import type { ProductFigures } from './judge.js';

/** Whether a figure is what it should be. */
export interface Verdict {
  readonly target: string;
  /** Null where nothing was found to measure. */
  readonly measured: number | null;
  readonly bound: 'at least' | 'at most';
  readonly value: number;
  readonly met: boolean;
}

/** What detection is good for nothing without: loud attacks are found, and people left alone. */
const RECALL: readonly (readonly [Attack, number])[] = [
  ['botnet', 0.99],
  ['stuffing', 0.99],
  ['spraying', 0.99],
  ['quiet-reader', 0.9],
  ['residential-nearby', 0.9],
];
const FALSE_ALARMS = 0.05;
const BOTNET_SIGN_INS = 3;
/** Before its fifth message. */
const BOTNET_MESSAGES = 4;

/** Holds a product's figures against the targets of docs/accuracy.md. */
export function verdictsOn({
  attacks,
  falseAlarmsPer1000AccountDays,
}: ProductFigures): readonly Verdict[] {
  const botnet = attacks.botnet;
  return [
    ...RECALL.map(([attack, value]) =>
      verdict(`recall of ${attack}`, attacks[attack]?.recall, 'at least', value),
    ),
    verdict(
      'false alarms per 1,000 accounts a day',
      falseAlarmsPer1000AccountDays,
      'at most',
      FALSE_ALARMS,
    ),
    verdict(
      "the botnet's sign-ins until detection, median",
      botnet?.medianSignInsUntilDetection,
      'at most',
      BOTNET_SIGN_INS,
    ),
    verdict(
      "the botnet's messages until detection, median",
      botnet?.medianMessagesUntilDetection,
      'at most',
      BOTNET_MESSAGES,
    ),
  ];
}

function verdict(
  target: string,
  measured: number | null | undefined,
  bound: Verdict['bound'],
  value: number,
): Verdict {
  const known = measured ?? null;
  const met = known !== null && (bound === 'at least' ? known >= value : known <= value);
  return { target, measured: known, bound, value, met };
}
