import { spoken } from './caller-verification.js';

/** How much of an attribute's value the caller has to say. */
export const ATTRIBUTE_COMPARISONS = ['whole', 'last-digits'] as const;

/** An attribute of a directory that callers may be asked for. */
export interface CallerAttribute {
  readonly id: string;
  readonly directoryId: string;
  /** What the operator asks for: `employee number`. */
  readonly name: string;
  /** The directory's name for it: an LDAP attribute, a column. */
  readonly attribute: string;
  readonly compare: (typeof ATTRIBUTE_COMPARISONS)[number];
  /** With `last-digits`: how many. */
  readonly digits: number;
}

/** Shorter answers are guessed within the tries that there are. */
const LEAST_LENGTH = 4;
const MAX_VALUES = 5;

/**
 * The right answers for the values that a directory has: each whole, or the last digits of each.
 * Values that are too short to prove anything are left out.
 */
export function rightAnswers(
  { compare, digits }: Pick<CallerAttribute, 'compare' | 'digits'>,
  values: readonly string[],
): string[] {
  const answers = values.slice(0, MAX_VALUES).flatMap((value) => {
    if (compare === 'whole') return spoken(value).length < LEAST_LENGTH ? [] : [spoken(value)];
    const all = value.normalize('NFKC').replaceAll(/[^0-9]/g, '');
    return all.length < digits ? [] : [all.slice(-digits)];
  });
  return [...new Set(answers)];
}

/** Attributes that hold secrets, or what is made of them: nobody is asked for these. */
const SECRET = /pass|pwd|secret|token|hash|key|cert|credential/i;

/** Whether callers may be asked for it at all. */
export function mayBeAsked(attribute: string): boolean {
  return !SECRET.test(attribute);
}
