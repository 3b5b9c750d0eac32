import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import type { PasswordPolicy } from './domain/policy.js';
import { candidate, DEFAULT_POLICY, normalised, violations } from './domain/policy.js';
import type { Violation } from './domain/rule.js';
import type { Strength } from './domain/strength.js';
import { wordsOf } from './domain/words.js';
import { SCORED_LENGTH, StrengthPool } from './strength-pool.js';

/** Past this many bytes of UTF-8 no password is looked at. */
const MAX_PASSWORD_BYTES = 1_024;

const POLICIES: ReadonlyMap<string, PasswordPolicy> = new Map(
  [DEFAULT_POLICY].map((policy) => [policy.name, policy]),
);

/** What is asked about a password. */
export interface PasswordQuestion {
  readonly password: string;
  /** Login name or mail address of the owner. */
  readonly account?: string | undefined;
  /** Name of the policy. */
  readonly policy: string;
  /** Display name, organisation, town and the like. */
  readonly context: readonly string[];
}

/** The verdict; built from fixed texts and numbers alone. */
export interface PasswordVerdict {
  readonly policy: string;
  readonly violations: readonly Violation[];
  readonly strength: Strength;
  readonly warnings: readonly string[];
}

/** Judges passwords that are offered for a check. Nothing of them is kept, logged or answered. */
@Injectable()
export class PasswordsService {
  constructor(private readonly strengths: StrengthPool) {}

  /**
   * Whether the policy lets the password pass, and why not.
   *
   * @throws DomainError `password-too-long` past 1,024 bytes, `password-policy-not-found`,
   *   `strength-pool-saturated` when too many are being checked
   */
  async check({
    password,
    account,
    policy: name,
    context,
  }: PasswordQuestion): Promise<PasswordVerdict> {
    const policy = POLICIES.get(name);
    if (!policy)
      throw new DomainError(
        'not-found',
        'password-policy-not-found',
        'There is no password policy of this name.',
      );
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
      throw new DomainError(
        'unprocessable',
        'password-too-long',
        'A password may be at most 1,024 bytes long in UTF-8.',
      );

    const text = normalised(password);
    const words = wordsOf(account, context);
    const strength = await this.strengths.estimate(text, [...words]);
    const offered = candidate(text, strength, words);

    return {
      policy: policy.name,
      violations: violations(policy, offered),
      strength,
      warnings: [
        ...(strength.warning === undefined ? [] : [strength.warning]),
        ...(offered.length > SCORED_LENGTH
          ? [`Only the first ${SCORED_LENGTH} characters were scored`]
          : []),
        // NIST SP 800-63B-4, 3.1.1.2 asks for this warning.
        ...(/^\p{ASCII}*$/u.test(text)
          ? []
          : ['Characters beyond ASCII may be typed differently on another device']),
      ],
    };
  }
}
