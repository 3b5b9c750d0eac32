import { ramp } from './ramp.js';
import { MAX_ACCOUNTS_AN_HOUR, collectArrived, collectFailed, isNobody } from './source-window.js';
import type { SourceDay } from './source-window.js';

/** What a source network did on a day. */
export interface SourceTally {
  /** Accounts that failed. */
  readonly failed: number;
  /** Those of them that nobody has. */
  readonly names: number;
  /** Accounts with a history that arrived through a provider that was new for them. */
  readonly arrived: number;
  /** 0..100. */
  readonly score: number;
}

/** What the parts of the score count at most. An office of hundreds has a dozen people who mistype. */
const WEIGHTS = { failed: 0.7, names: 0.7, arrived: 0.5 };
const FROM_TO = { failed: [5, 50], names: [1, 6], arrived: [2, 6] } as const;

/** Sums a source's day up: 100 × (1 − Π(1 − part)), as the accounts' scores are made. */
export function tallyOf(day: SourceDay): SourceTally {
  const failed = new Set<string>();
  const arrived = new Set<string>();
  collectFailed(day, failed);
  collectArrived(day, arrived);
  let names = 0;
  for (const key of failed) if (isNobody(key)) names += 1;
  const left =
    (1 - WEIGHTS.failed * ramp(failed.size, ...FROM_TO.failed)) *
    (1 - WEIGHTS.names * ramp(names, ...FROM_TO.names)) *
    (1 - WEIGHTS.arrived * ramp(arrived.size, ...FROM_TO.arrived));
  return {
    failed: Math.min(failed.size, 24 * MAX_ACCOUNTS_AN_HOUR),
    names,
    arrived: arrived.size,
    score: Math.round(1e4 * (1 - left)) / 100,
  };
}
