import type { z } from 'zod';
import type { CostlyFact, PasswordFacts } from './password-facts.js';

/** What becomes of a password that breaks a rule: nothing, it is told, or it is refused. */
export const RULE_FORCES = ['off', 'observe', 'enforce'] as const;
export type RuleForce = (typeof RULE_FORCES)[number];

/** A broken rule, as it is told. */
export interface Violation {
  /** Stable, kebab-case; the same where a password is chosen and where stored ones are audited. */
  readonly id: string;
  /** The standard's clause that asks for it, or `Authwarden …` for a rule of our own. */
  readonly clause: string;
  /** What to do about it, a sentence. */
  readonly message: string;
}

/** What a rule makes of the facts: undefined when those that it needs aren't known. */
export type Passes = boolean | undefined;

/** What one rule asks with its options. */
export interface Demand {
  /**
   * A fixed text, made with the policy and never with a password in hand, so that no answer can
   * hold a part of one.
   */
  readonly message: string;
  /** Pure, and linear in the password's length. */
  readonly passes: (facts: PasswordFacts) => Passes;
  /** Refuses a password about which it can't know; only where one is chosen. */
  readonly refusesUnknown?: boolean;
}

/** One kind of rule, before it has options. */
export interface RuleKind {
  readonly id: string;
  /** What it asks for, in a few words. */
  readonly title: string;
  /** Clause where a policy names none. */
  readonly clause: string;
  readonly needs?: CostlyFact;
  /** Whether it looks for parts of the password rather than at the whole. NIST's blocklist mustn't. */
  readonly looksInside?: boolean;
  /** A strict object whose fields all have defaults. */
  readonly options: z.ZodObject;
  /** @param options any value that `options` takes */
  demand(options: unknown): Demand;
}

/** A rule kind, with the type of its options kept to itself. */
export function ruleKind<Options extends z.ZodObject>(
  kind: Omit<RuleKind, 'options' | 'demand'> & {
    readonly options: Options;
    demand(options: z.output<Options>): Demand;
  },
): RuleKind {
  return { ...kind, demand: (options) => kind.demand(kind.options.parse(options)) };
}
