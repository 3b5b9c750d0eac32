import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { codePoints } from './domain/password-facts.js';
import { judge, type Judgement } from './domain/policy.js';
import type { Strength } from './domain/strength.js';
import {
  type JudgementContext,
  type OfferedPassword,
  PasswordFactsService,
} from './password-facts.service.js';
import { SCORED_LENGTH } from './strength-pool.js';

/** Past this many bytes of UTF-8 no password is looked at. */
const MAX_PASSWORD_BYTES = 1_024;

/** The verdict; built from fixed texts and numbers alone. */
export interface PasswordVerdict extends Judgement {
  readonly policy: string;
  readonly policyVersion: number;
  readonly strength: Strength;
  readonly warnings: readonly string[];
}

/**
 * Judges a password whose text is known by a policy: for whoever chooses one, and for an audit
 * that has found one. Nothing of it is kept, logged or answered.
 */
@Injectable()
export class PasswordJudge {
  constructor(private readonly facts: PasswordFactsService) {}

  /**
   * Whether the policy lets the password pass, and why not.
   *
   * @throws DomainError `password-too-long` past 1,024 bytes, `strength-pool-saturated` when too
   *   many are being checked
   */
  async judge(offered: OfferedPassword, context: JudgementContext): Promise<PasswordVerdict> {
    refuseLong(offered.password);
    refuseLong(offered.previousPassword ?? '');
    const { policy, occasion } = context;
    const facts = await this.facts.gather(offered, context);
    const judgement = judge(policy, facts, occasion);
    return {
      ...judgement,
      policy: policy.name,
      policyVersion: policy.version,
      strength: facts.strength,
      warnings: warningsOf(facts.text, facts.strength, judgement),
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

/** Rules that ask others, who may not answer: that is never passed over in silence. */
const TOLD_WHEN_UNJUDGED: Readonly<Record<string, string>> = {
  'breach-list': 'It was not compared with a breach list: none can be asked just now',
  history: 'It was not compared with former passwords: nobody knows the account',
};

function warningsOf(
  text: string,
  { warning }: Strength,
  { unjudged }: Judgement,
): readonly string[] {
  return [
    ...(warning === undefined ? [] : [warning]),
    ...unjudged.flatMap(({ id }) => TOLD_WHEN_UNJUDGED[id] ?? []),
    ...(codePoints(text) > SCORED_LENGTH
      ? [`Only the first ${SCORED_LENGTH} characters were scored`]
      : []),
    // NIST SP 800-63B-4, 3.1.1.2 asks for this warning.
    ...(/^\p{ASCII}*$/u.test(text)
      ? []
      : ['Characters beyond ASCII may be typed differently on another device']),
  ];
}
