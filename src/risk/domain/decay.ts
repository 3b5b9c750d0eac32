import { DAY_MS } from '../../kernel/clock.js';

/** Age at which a signal counts half. */
export const HALF_LIFE_MS = DAY_MS;

/** How much of a signal is left: 1 when new (or from the future), halving with every half-life. */
export function decay(ageMs: number, halfLifeMs = HALF_LIFE_MS): number {
  return ageMs <= 0 ? 1 : 0.5 ** (ageMs / halfLifeMs);
}
