import type { CandidateSource } from '../candidates/candidate-list.js';
import type { Violation } from '../rule.js';
import { findingKind } from './catalogue.js';
import type { Severity } from './severity.js';

/** One thing found at one account. The evidence holds numbers and fixed words, never a part of a password. */
export interface Finding {
  readonly finding: string;
  readonly severity: Severity;
  readonly evidence: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** What testing an account's stored password has shown. */
export interface TestResult {
  /** Name of the scheme, and how well it withstands; absent where nothing was stored. */
  readonly scheme?: string;
  readonly grade?: 'cleartext' | 'weak' | 'dated' | 'strong';
  /** Bytes that count, where the rest is ignored. */
  readonly significantBytes?: number;
  readonly isEmpty: boolean;
  /** How it was guessed. */
  readonly guessed?: {
    readonly source: CandidateSource;
    /** Guesses until then. */
    readonly tries: number;
    readonly score?: number;
  };
  /** How often the breach list has seen it; absent where it couldn't be looked up. */
  readonly breachCount?: number;
  /** Rules of the policy that it breaks, as far as could be judged. */
  readonly violations: readonly Violation[];
}

/** A finding of a kind, with the kind's severity. */
export function foundAs(id: string, evidence: Finding['evidence'] = {}): Finding {
  return { finding: id, severity: findingKind(id)?.severity ?? 'info', evidence };
}
