import type { Strength } from './strength.js';

/**
 * What is known of a password and its owner. A rule whose fact is absent can't be judged: where a
 * password is chosen its text is known, where stored ones are audited often only its age and
 * whether its hash was breached.
 */
export interface PasswordFacts {
  /** In NFC, see `normalised`. */
  readonly text?: string;
  readonly strength?: Strength;
  /** Words of the account and the organisation, lower case, see `wordsOf`. */
  readonly words?: ReadonlySet<string>;
  /** Login names and display names of the owner, as they are spelled. */
  readonly names?: readonly string[];
  /** The password that it replaces, in NFC. */
  readonly previous?: string;
  /** Whether signing in takes a second factor beside it. */
  readonly secondFactor?: boolean;
  /** How often the breach list has seen it; 0 when it hasn't. */
  readonly breachCount?: number;
  /** How many passwords ago the account had it: 1 is the present one; 0 when it isn't in the history. */
  readonly usedBefore?: number;
  /** Days since anybody here chose it last; infinite when nobody did. */
  readonly sharedDaysAgo?: number;
  /** Days since it was set. For audits. */
  readonly ageDays?: number;
  /** Days since the password that it replaces was set. */
  readonly previousAgeDays?: number;
  /** Whether there is evidence that somebody else knows it. */
  readonly compromised?: boolean;
}

/** A fact that takes work to find out, and is only found out where a rule asks for it. */
export type CostlyFact = 'strength' | 'breachCount' | 'usedBefore' | 'sharedDaysAgo';

/** The form in which a password is looked at and would be hashed: NFC (NIST SP 800-63B-4, 3.1.1.2). */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/** Code points: each counts as one character, as NIST asks. */
export function codePoints(text: string): number {
  return [...text].length;
}
