import { HALF_LIFE_MS, decay } from './decay.js';
import type { DetectorSettings } from './detector-settings.js';
import { detectorById } from './detectors.js';
import { DEFAULT_THRESHOLDS } from './level.js';
import type { LevelThresholds } from './level.js';

/** The `detector` of the contribution that an operator's verdict makes. */
export const VERDICT_DETECTOR = 'operator-verdict';

/** Of a stored signal, what its score needs. */
export interface ScorableSignal {
  readonly id: string;
  readonly detector: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 0..1. */
  readonly confidence: number;
  readonly summary: string;
}

/** An operator's word on an account. */
export interface Verdict {
  /** Stands for the signal's id in the explanation. */
  readonly id: string;
  readonly kind: 'compromised' | 'safe';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What one detector adds to the score. */
export interface Contribution {
  readonly signalId: string;
  readonly detector: string;
  readonly weight: number;
  readonly confidence: number;
  readonly decay: number;
  /** weight × confidence × decay, or less where failures alone would have made the account `high`. */
  readonly contribution: number;
  readonly summary: string;
}

/** A score, and all that it was made of. */
export interface Explanation {
  /** 0..100, two decimals. */
  readonly score: number;
  /** The largest first. */
  readonly contributions: readonly Contribution[];
}

/** What a score is made from. */
export interface ScoreInput {
  readonly signals: readonly ScorableSignal[];
  readonly settings: DetectorSettings;
  /** Milliseconds since the epoch: the time for which the score holds. */
  readonly asOf: number;
  /** The latest verdict, if any. */
  readonly verdict?: Verdict | undefined;
  /** Default 24 h. */
  readonly halfLifeMs?: number | undefined;
  readonly thresholds?: LevelThresholds | undefined;
}

/** How far below `high` the failures are kept: one step of what is shown of a score. */
const MARGIN = 0.1;

/** Contributions have six decimals, so that JSON and PostgreSQL give them back as they were. */
const SCALE = 1e6;

/**
 * The strongest signal of each detector, weighed and decayed. Signals of detectors that are off
 * don't count. After the verdict `safe` only later signals count; the verdict `compromised` is a
 * contribution of its own, which is 1 and doesn't decay.
 */
export function contributions(input: ScoreInput): Contribution[] {
  const { verdict, thresholds = DEFAULT_THRESHOLDS } = input;
  const strongest = new Map<string, Contribution>();
  for (const signal of input.signals) {
    if (verdict?.kind === 'safe' && signal.at <= verdict.at) continue;
    const candidate = weigh(signal, input);
    const best = strongest.get(signal.detector);
    if (candidate === undefined) continue;
    if (best === undefined || compare(candidate, best) < 0)
      strongest.set(signal.detector, candidate);
  }
  if (verdict?.kind === 'compromised') {
    strongest.set(VERDICT_DETECTOR, {
      signalId: verdict.id,
      detector: VERDICT_DETECTOR,
      weight: 1,
      confidence: 1,
      decay: 1,
      contribution: 1,
      summary: 'An operator confirmed that the account is compromised.',
    });
  }
  return holdFailuresBelowHigh([...strongest.values()], thresholds.high).sort(compare);
}

/**
 * 100 × (1 − Π(1 − contribution)), rounded to two decimals. The same contributions give the same
 * digits in whatever order they come.
 */
export function scoreOf(parts: readonly Pick<Contribution, 'contribution'>[]): number {
  // Floating-point products depend on their order, so the factors are put in one.
  const factors = parts.map(({ contribution }) => 1 - contribution).sort((a, b) => a - b);
  const left = factors.reduce((rest, factor) => rest * factor, 1);
  return Math.round(1e4 * (1 - left)) / 100;
}

/** The score and its contributions. */
export function explain(input: ScoreInput): Explanation {
  const parts = contributions(input);
  return { score: scoreOf(parts), contributions: parts };
}

function weigh(signal: ScorableSignal, input: ScoreInput): Contribution | undefined {
  const setting = input.settings.get(signal.detector);
  if (setting?.enabled !== true) return undefined;
  const left = round(decay(input.asOf - signal.at, input.halfLifeMs ?? HALF_LIFE_MS));
  const { weight } = setting;
  const { id, detector, confidence, summary } = signal;
  const contribution = round(weight * confidence * left);
  return { signalId: id, detector, weight, confidence, decay: left, contribution, summary };
}

/**
 * Anybody can cause failures, so they may not be what makes an account `high`, whatever their
 * weights. When the rest is below, the failures are shrunk, all by the same power of what they
 * leave, until the score is below, too; with the rest at `high` they count in full.
 */
function holdFailuresBelowHigh(parts: Contribution[], high: number): Contribution[] {
  const isFailure = ({ detector }: Contribution): boolean =>
    detectorById(detector)?.failureOnly === true;
  const failures = parts.filter(isFailure);
  const rest = parts.filter((part) => !isFailure(part));
  if (failures.length === 0 || scoreOf(rest) >= high || scoreOf(parts) < high) return parts;

  const allowed = Math.min(1, (1 - (high - MARGIN) / 100) / product(rest));
  const power = Math.log(allowed) / Math.log(product(failures));
  return parts.map((part) =>
    isFailure(part) ? { ...part, contribution: floor(1 - remainder(part) ** power) } : part,
  );
}

function product(parts: readonly Contribution[]): number {
  return parts.reduce((left, part) => left * remainder(part), 1);
}

/** What a contribution leaves of the score's complement; never 0, which has no logarithm. */
function remainder({ contribution }: Contribution): number {
  return Math.max(1 / SCALE, 1 - contribution);
}

function compare(a: Contribution, b: Contribution): number {
  if (a.contribution !== b.contribution) return b.contribution - a.contribution;
  return a.signalId < b.signalId ? -1 : Number(a.signalId > b.signalId);
}

function round(value: number): number {
  return Math.round(value * SCALE) / SCALE;
}

function floor(value: number): number {
  return Math.floor(value * SCALE) / SCALE;
}
