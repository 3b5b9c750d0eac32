import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { codePoints, normalised, type PasswordFacts } from './domain/password-facts.js';
import { judge, type Judgement, type Occasion } from './domain/policy.js';
import { DEFAULT_POLICY_NAME } from './domain/presets/presets.js';
import type { Strength } from './domain/strength.js';
import { wordsOf } from './domain/words.js';
import { PasswordPoliciesService } from './password-policies.service.js';
import { SCORED_LENGTH, StrengthPool } from './strength-pool.js';

/** Past this many bytes of UTF-8 no password is looked at. */
const MAX_PASSWORD_BYTES = 1_024;

/** What is asked about a password. */
export interface PasswordQuestion {
  readonly password: string;
  /** Login name or mail address of the owner. */
  readonly account?: string | undefined;
  /** Name of the policy; the one that holds for the account without. */
  readonly policy?: string | undefined;
  /** Display name, organisation, town and the like. */
  readonly context: readonly string[];
  /** The password that it replaces. */
  readonly previousPassword?: string | undefined;
  readonly secondFactor?: boolean | undefined;
  readonly occasion: Occasion;
}

/** The verdict; built from fixed texts and numbers alone. */
export interface PasswordVerdict extends Judgement {
  readonly policy: string;
  readonly policyVersion: number;
  readonly strength: Strength;
  readonly warnings: readonly string[];
}

/** Judges passwords that are offered for a check. Nothing of them is kept, logged or answered. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly strengths: StrengthPool,
    private readonly policies: PasswordPoliciesService,
  ) {}

  /**
   * Whether the policy lets the password pass, and why not.
   *
   * @throws DomainError `password-too-long` past 1,024 bytes, `password-policy-not-found`,
   *   `strength-pool-saturated` when too many are being checked
   */
  async check(question: PasswordQuestion): Promise<PasswordVerdict> {
    const policy = await this.policies.named(question.policy ?? DEFAULT_POLICY_NAME);
    refuseLong(question.password);
    refuseLong(question.previousPassword ?? '');

    const text = normalised(question.password);
    const words = wordsOf(question.account, question.context);
    const strength = await this.strengths.estimate(text, [...words]);
    const facts: PasswordFacts = {
      text,
      strength,
      words,
      names: [...(question.account === undefined ? [] : [question.account]), ...question.context],
      secondFactor: question.secondFactor ?? false,
      ...(question.previousPassword === undefined
        ? {}
        : { previous: normalised(question.previousPassword) }),
    };
    return {
      ...judge(policy, facts, question.occasion),
      policy: policy.name,
      policyVersion: policy.version,
      strength,
      warnings: warningsOf(text, strength),
    };
  }
}

function refuseLong(password: string): void {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
    throw new DomainError(
      'unprocessable',
      'password-too-long',
      'A password may be at most 1,024 bytes long in UTF-8.',
    );
}

function warningsOf(text: string, { warning }: Strength): readonly string[] {
  return [
    ...(warning === undefined ? [] : [warning]),
    ...(codePoints(text) > SCORED_LENGTH
      ? [`Only the first ${SCORED_LENGTH} characters were scored`]
      : []),
    // NIST SP 800-63B-4, 3.1.1.2 asks for this warning.
    ...(/^\p{ASCII}*$/u.test(text)
      ? []
      : ['Characters beyond ASCII may be typed differently on another device']),
  ];
}
