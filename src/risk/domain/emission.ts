import { HOUR_MS } from '../../kernel/clock.js';
import type { EmittedSignal } from './account-state.js';
import { decay } from './decay.js';

/** A signal older than this doesn't keep a new one of its detector from being emitted. */
export const EMISSION_LOOK_BACK_MS = 6 * HOUR_MS;

/** How much stronger than what is left of the earlier signal a new one must be. */
const GROWTH = 1.1;
const STEP = 0.05;

/**
 * Whether a new signal says more than the earlier one of its detector. Keeps the number of signals
 * bounded: while an attack goes on, each must be a tenth stronger than the one before, and by a step.
 */
export function isWorthEmitting(
  earlier: EmittedSignal | undefined,
  confidence: number,
  at: number,
): boolean {
  if (confidence <= 0) return false;
  if (earlier === undefined || at - earlier.at > EMISSION_LOOK_BACK_MS) return true;
  const left = earlier.confidence * decay(at - earlier.at);
  return confidence >= Math.max(GROWTH * left, left + STEP);
}
