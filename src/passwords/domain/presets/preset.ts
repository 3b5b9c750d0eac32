import type { PolicyRule } from '../policy-rule.js';

/** A policy that comes with the product. */
export interface Preset {
  readonly name: string;
  /** Whose demands it is, for people. */
  readonly description: string;
  readonly rules: readonly PolicyRule[];
}
