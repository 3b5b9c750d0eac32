import type { CandidateSource } from '../domain/candidates/candidate-list.js';
import type { SchemeGrade } from '../hashes/hash-scheme.js';

/** What is the same for every account of a run, as a thread gets it. */
export interface GuessingPlan {
  /** Of the run; a thread keeps the shared guesses of the last one. */
  readonly id: string;
  /** Words of the organisation. */
  readonly words: readonly string[];
  readonly year: number;
  /** Milliseconds of guessing that an account with a slow scheme is worth, at most. */
  readonly millisecondsPerAccount: number;
  /** 32 random bytes: what passwords are compared by without being kept. */
  readonly sharingKey: Uint8Array;
}

/** One account, as a thread gets it. */
export interface GuessingTarget {
  readonly ordinal: number;
  readonly login: string;
  readonly displayName?: string;
  readonly hash?: string;
  readonly defaultLabel?: string;
}

/** Why an account's password couldn't be tested, or that it could. */
export const COVERAGES = [
  'tested',
  'nothing-stored',
  'unknown-scheme',
  'too-costly',
  'no-verifier',
] as const;
export type Coverage = (typeof COVERAGES)[number];

/** What a thread found out about one account. It has the password where it was guessed: keep it in memory. */
export interface GuessingResult {
  readonly ordinal: number;
  readonly coverage: Coverage;
  readonly isEmpty: boolean;
  /** Name of the scheme; of an unknown one, its label. */
  readonly scheme?: string;
  readonly grade?: SchemeGrade;
  readonly significantBytes?: number;
  /** Guesses that were made. */
  readonly tries: number;
  /** Guesses that the budget didn't allow. */
  readonly untried: number;
  readonly milliseconds: number;
  readonly guessed?: { readonly source: CandidateSource; readonly password: string };
  /** SHA-1 or NT digest in hexadecimal where the stored one can be looked up as it is. */
  readonly lookup?: { readonly kind: 'sha1' | 'ntlm'; readonly digest: string };
  /** Keyed digest that is the same for the same password, as far as can be told. */
  readonly sharing?: Uint8Array;
}

/** A thread's work: some accounts of one run. */
export interface GuessingTask {
  readonly plan: GuessingPlan;
  readonly targets: readonly GuessingTarget[];
}
