import type { Candidate, Rule, Violation } from './rule.js';
import { calendarWords } from './rules/calendar-words.js';
import { commonPassword } from './rules/common-password.js';
import { contextWords } from './rules/context-words.js';
import { minimumLength } from './rules/minimum-length.js';
import { minimumScore } from './rules/minimum-score.js';
import { runs } from './rules/runs.js';
import type { Strength } from './strength.js';

/** Rules by name; a password must pass them all. */
export interface PasswordPolicy {
  /** Stable, kebab-case. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/**
 * What must be left beside easily guessed parts. Eight characters are NIST's least for any
 * password, so the rest has to be a password of its own.
 */
const MIN_OTHERS = 8;

/**
 * The policy where none is named. Twelve characters are PCI DSS 4.0.1's least; NIST SP 800-63B-4
 * asks for 15 where the password is the only factor, which few mail servers' users would meet on
 * the first day, and for 8 beside a second factor. No composition rules: NIST forbids them.
 */
export const DEFAULT_POLICY: PasswordPolicy = {
  name: 'default',
  rules: [
    minimumLength(12, 'PCI-DSS-4.0.1/8.3.6'),
    minimumScore(3),
    commonPassword,
    contextWords(MIN_OTHERS),
    calendarWords(MIN_OTHERS),
    runs(MIN_OTHERS),
  ],
};

/** The form in which a password is looked at and would be hashed: NFC (NIST SP 800-63B-4, 3.1.1.2). */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/**
 * The candidate that rules look at.
 *
 * @param text in NFC, see {@link normalised}
 * @param words see `wordsOf`
 */
export function candidate(text: string, strength: Strength, words: ReadonlySet<string>): Candidate {
  return { text, length: [...text].length, strength, words };
}

/** Every rule that the candidate breaks, in the policy's order; none means allowed. */
export function violations(policy: PasswordPolicy, of: Candidate): readonly Violation[] {
  return policy.rules
    .filter((rule) => !rule.check(of))
    .map(({ id, clause, message }) => ({ id, clause, message }));
}
