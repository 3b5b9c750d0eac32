import { z } from 'zod';
import { forceOf } from './policy.js';
import type { PolicyRule } from './policy-rule.js';

/** What a policy asks for, in the terms in which standards and directories speak. */
export interface PolicyTraits {
  readonly minLength: number;
  /** Where signing in takes a second factor. */
  readonly minLengthWithFactor: number;
  /** Infinite where there is no limit but that of the service. */
  readonly maxLength: number;
  readonly hasComposition: boolean;
  readonly asksLettersAndDigits: boolean;
  readonly asksNonLetter: boolean;
  /** Kinds of characters that are asked for. */
  readonly categories: number;
  readonly hasBlocklist: boolean;
  readonly actsOnCompromise: boolean;
  readonly history: number;
  readonly minAgeDays: number;
  /** undefined where passwords don't grow too old. */
  readonly maxAgeDays: number | undefined;
}

const Numbers = z.record(z.string(), z.unknown());

/** Of the rules that are enforced when a password is set and when it is changed. */
export function policyTraits(rules: readonly PolicyRule[]): PolicyTraits {
  const enforced = rules.filter(
    (rule) => forceOf(rule, 'set') === 'enforce' && forceOf(rule, 'change') === 'enforce',
  );
  const has = (kind: string) => enforced.some(({ rule }) => rule === kind);
  const number = (kind: string, option: string) => {
    const options = enforced.find(({ rule }) => rule === kind)?.options;
    const value = options && Numbers.parse(options)[option];
    return typeof value === 'number' ? value : undefined;
  };
  const categories = number('composition', 'categories') ?? 0;
  const letters = number('composition', 'letters') ?? 0;
  const digits = number('composition', 'digits') ?? 0;
  const nonAlphabetic = number('composition', 'nonAlphabetic') ?? 0;
  const minLength = number('minimum-length', 'min') ?? 0;
  return {
    minLength,
    minLengthWithFactor: number('minimum-length', 'withSecondFactor') ?? minLength,
    maxLength: Math.min(
      number('maximum-length', 'max') ?? Number.POSITIVE_INFINITY,
      number('maximum-length', 'maxBytes') ?? Number.POSITIVE_INFINITY,
    ),
    hasComposition: categories + letters + digits + nonAlphabetic > 0,
    asksLettersAndDigits: letters > 0 && digits > 0,
    asksNonLetter: nonAlphabetic + digits > 0 || categories >= 3,
    categories,
    hasBlocklist: has('common-password') || has('breach-list'),
    actsOnCompromise: has('evidence-of-compromise'),
    history: number('history', 'count') ?? 0,
    minAgeDays: number('minimum-age', 'days') ?? 0,
    maxAgeDays: number('maximum-age', 'days'),
  };
}
