import { z } from 'zod';
import type { History } from './facts.js';

/** Options of detectors that say less while an account's networks and places are being learned. */
export const LEARNING_OPTIONS = {
  learningSignIns: z
    .number()
    .int()
    .nonnegative()
    .default(10)
    .describe('Sign-ins from which on an account that is not known yet is being learned.'),
  learningFactor: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .describe('Share of the confidence that is left while an account is being learned.'),
};

/**
 * The share of the confidence that is left for an account that isn't known yet: two people, or one
 * with a VPN, look like somebody else at first.
 */
export function learningShare(
  { signIns }: History,
  options: { readonly learningSignIns: number; readonly learningFactor: number },
): number {
  return signIns >= options.learningSignIns ? options.learningFactor : 1;
}
