/** From mild to severe. */
export const LEVELS = ['low', 'medium', 'high', 'critical'] as const;

export type Level = (typeof LEVELS)[number];

/** Scores from which a level is reached. */
export interface LevelThresholds {
  readonly medium: number;
  readonly high: number;
  readonly critical: number;
}

export const DEFAULT_THRESHOLDS: LevelThresholds = { medium: 25, high: 50, critical: 80 };

/** The level of a score in 0..100. */
export function levelOf(score: number, thresholds: LevelThresholds = DEFAULT_THRESHOLDS): Level {
  if (score >= thresholds.critical) return 'critical';
  if (score >= thresholds.high) return 'high';
  return score >= thresholds.medium ? 'medium' : 'low';
}
