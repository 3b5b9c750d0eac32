import type { CostlyFact, PasswordFacts } from './password-facts.js';
import type { PolicyRule } from './policy-rule.js';
import type { Demand, RuleForce, RuleKind, Violation } from './rule.js';
import { ruleKindNamed } from './rule-kinds.js';

/** Rules under a name. */
export interface PasswordPolicy {
  /** Stable, kebab-case. */
  readonly name: string;
  /** From 1; each change makes a new one. */
  readonly version: number;
  /** In the order in which violations are told. */
  readonly rules: readonly PolicyRule[];
}

/**
 * Why a password is looked at: an administrator sets it, its owner changes it, or it is stored
 * already. An audit takes the stricter of the two other forces.
 */
export type Occasion = 'set' | 'change' | 'audit';

/** A rule with its options understood; patterns are compiled once. */
interface PreparedRule {
  readonly kind: RuleKind;
  readonly rule: PolicyRule;
  readonly clause: string;
  readonly demand: Demand;
}

/** A policy that is ready to judge. */
export interface PreparedPolicy {
  readonly name: string;
  readonly version: number;
  readonly rules: readonly PreparedRule[];
}

/** What a policy says of a password. */
export interface Judgement {
  /** Rules in force that it breaks; none means allowed. */
  readonly violations: readonly Violation[];
  /** Rules that are only observed and that it breaks. */
  readonly observed: readonly Violation[];
  /** Rules that couldn't be judged, as a fact was missing. */
  readonly unjudged: readonly Violation[];
}

/** Understands the options once. @throws ZodError for options that no policy should have been kept with */
export function prepared({ name, version, rules }: PasswordPolicy): PreparedPolicy {
  return {
    name,
    version,
    rules: rules.map((rule) => {
      const kind = ruleKindNamed(rule.rule);
      return { kind, rule, clause: rule.clause ?? kind.clause, demand: kind.demand(rule.options) };
    }),
  };
}

/** How much a rule weighs on an occasion. */
export function forceOf({ set, change }: PolicyRule, occasion: Occasion): RuleForce {
  if (occasion === 'set') return set;
  if (occasion === 'change') return change;
  if (set === 'enforce' || change === 'enforce') return 'enforce';
  return set === 'observe' || change === 'observe' ? 'observe' : 'off';
}

/** The facts that the rules in force need and that take work to find out. */
export function costlyFacts(policy: PreparedPolicy, occasion: Occasion): ReadonlySet<CostlyFact> {
  return new Set(
    policy.rules.flatMap(({ kind, rule }) =>
      kind.needs === undefined || forceOf(rule, occasion) === 'off' ? [] : [kind.needs],
    ),
  );
}

/** Every rule that the facts break, in the policy's order. The same facts have the same answer. */
export function judge(policy: PreparedPolicy, facts: PasswordFacts, occasion: Occasion): Judgement {
  const violations: Violation[] = [];
  const observed: Violation[] = [];
  const unjudged: Violation[] = [];
  for (const { kind, rule, clause, demand } of policy.rules) {
    const force = forceOf(rule, occasion);
    if (force === 'off') continue;
    const passes = demand.passes(facts);
    if (passes === true) continue;
    const broken = { id: kind.id, clause, message: demand.message };
    if (passes === undefined) unjudged.push(broken);
    if (passes === undefined && !(demand.refusesUnknown && occasion !== 'audit')) continue;
    (force === 'enforce' ? violations : observed).push(broken);
  }
  return { violations, observed, unjudged };
}
