import type { Strength } from './strength.js';

/** A password that somebody wants to have, and what is known about its owner. */
export interface Candidate {
  /** In NFC (NIST SP 800-63B-4, 3.1.1.2). */
  readonly text: string;
  /** Code points of `text`: each counts as one character, as NIST asks. */
  readonly length: number;
  readonly strength: Strength;
  /** Words of the account and the organisation, lower case, see `wordsOf`. */
  readonly words: ReadonlySet<string>;
}

/**
 * One reason to refuse a password.
 *
 * Pure, and linear in the password's length. `message` is a fixed text made with the policy and
 * never with a password in hand, so that no answer can hold a part of one.
 */
export interface Rule {
  /** Stable, kebab-case. */
  readonly id: string;
  /** The standard's clause that asks for it, or `authwarden/…` for a rule of our own. */
  readonly clause: string;
  /** What to do about it, a sentence. */
  readonly message: string;
  /** Whether the candidate may pass. */
  check(candidate: Candidate): boolean;
}

/** A broken rule, as it is told. */
export type Violation = Pick<Rule, 'id' | 'clause' | 'message'>;
