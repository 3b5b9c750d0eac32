import { policyTraits, type PolicyTraits } from './policy-traits.js';
import type { PolicyRule } from './policy-rule.js';

/**
 * How a policy stands to what somebody else asks for: it asks for less (`weaker`), it asks for what
 * the other forbids (`forbidden`), or it lets pass what the other refuses (`refused-there`).
 */
export type ContradictionKind = 'weaker' | 'forbidden' | 'refused-there';

/** One point in which a policy and a standard or a directory don't agree. */
export interface Contradiction {
  readonly topic: string;
  readonly kind: ContradictionKind;
  readonly clause: string;
  /** What the policy says, in words. */
  readonly ours: string;
  /** What the other says, in words. */
  readonly theirs: string;
}

type Demand = (traits: PolicyTraits) => Contradiction | undefined;

const NIST = 'NIST SP 800-63B-4 §3.1.1.2';
const GUIDE = 'CIS Password Policy Guide 2021.12';

const DEMANDS: Readonly<Record<string, readonly Demand[]>> = {
  'nist-800-63b-4': [
    least('length', NIST, 15, 'characters as the only factor', (t) => t.minLength),
    least('length', NIST, 8, 'characters beside a second factor', (t) => t.minLengthWithFactor),
    least('maximum length', NIST, 64, 'characters must be possible', (t) => t.maxLength),
    never('composition', NIST, 'no rules for kinds of characters', (t) => t.hasComposition),
    never('rotation', NIST, 'no change without a reason', (t) => t.maxAgeDays !== undefined),
    needs('blocklist', NIST, 'common and breached passwords are refused', (t) => t.hasBlocklist),
    needs('compromise', NIST, 'a change on evidence of compromise', (t) => t.actsOnCompromise),
  ],
  'pci-dss-4.0.1': [
    least('length', 'PCI DSS 4.0.1 §8.3.6', 12, 'characters', (t) => t.minLength),
    needs(
      'composition',
      'PCI DSS 4.0.1 §8.3.6',
      'letters and digits',
      (t) => t.asksLettersAndDigits,
    ),
    least('history', 'PCI DSS 4.0.1 §8.3.7', 4, 'former passwords', (t) => t.history),
    most(
      'rotation',
      'PCI DSS 4.0.1 §8.3.9',
      90,
      'days, unless a second factor or the analysis of the account stands in for it',
      (t) => t.maxAgeDays,
    ),
  ],
  cis: [
    least('length', 'CIS Controls v8 5.2', 14, 'characters as the only factor', (t) => t.minLength),
    least(
      'length',
      'CIS Controls v8 5.2',
      8,
      'beside a second factor',
      (t) => t.minLengthWithFactor,
    ),
    needs(
      'composition',
      `${GUIDE}, composition`,
      'a character that is no letter',
      (t) => t.asksNonLetter,
    ),
    needs(
      'blocklist',
      `${GUIDE}, deny list`,
      'common passwords are refused',
      (t) => t.hasBlocklist,
    ),
    least('history', `${GUIDE}, history`, 5, 'former passwords', (t) => t.history),
    least('minimum age', `${GUIDE}, change delay`, 1, 'days', (t) => t.minAgeDays),
    most('rotation', `${GUIDE}, expiration`, 365, 'days', (t) => t.maxAgeDays),
  ],
  'microsoft-ad': [
    least('length', 'Microsoft, Minimum password length', 7, 'characters', (t) => t.minLength),
    needs(
      'composition',
      'Microsoft, Password must meet complexity requirements',
      'three kinds of characters',
      (t) => t.categories >= 3,
    ),
    least(
      'history',
      'Microsoft, Enforce password history',
      24,
      'former passwords',
      (t) => t.history,
    ),
    least('minimum age', 'Microsoft, Minimum password age', 1, 'days', (t) => t.minAgeDays),
    most('rotation', 'Microsoft, Maximum password age', 42, 'days', (t) => t.maxAgeDays),
  ],
};

/** Where the rules that are enforced fall short of a standard, or do what it forbids. */
export function contradictionsWith(
  standard: string,
  rules: readonly PolicyRule[],
): readonly Contradiction[] {
  const traits = policyTraits(rules);
  return (DEMANDS[standard] ?? []).flatMap((demand) => demand(traits) ?? []);
}

function least(
  topic: string,
  clause: string,
  min: number,
  what: string,
  of: (traits: PolicyTraits) => number,
): Demand {
  return (traits) =>
    of(traits) >= min
      ? undefined
      : { topic, kind: 'weaker', clause, ours: `${of(traits)}`, theirs: `at least ${min} ${what}` };
}

function most(
  topic: string,
  clause: string,
  max: number,
  what: string,
  of: (traits: PolicyTraits) => number | undefined,
): Demand {
  return (traits) => {
    const ours = of(traits);
    if (ours !== undefined && ours <= max) return undefined;
    return {
      topic,
      kind: 'weaker',
      clause,
      ours: ours === undefined ? 'never' : `${ours}`,
      theirs: `at most ${max} ${what}`,
    };
  };
}

function needs(
  topic: string,
  clause: string,
  theirs: string,
  has: (traits: PolicyTraits) => boolean,
): Demand {
  return (traits) =>
    has(traits) ? undefined : { topic, kind: 'weaker', clause, ours: 'not asked for', theirs };
}

function never(
  topic: string,
  clause: string,
  theirs: string,
  has: (traits: PolicyTraits) => boolean,
): Demand {
  return (traits) =>
    has(traits) ? { topic, kind: 'forbidden', clause, ours: 'asked for', theirs } : undefined;
}
